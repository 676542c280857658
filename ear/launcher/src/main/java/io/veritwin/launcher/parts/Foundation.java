package io.veritwin.launcher.parts;

import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import io.veritwin.launcher.SiteMemory;
import io.veritwin.launcher.authority.SiteCertificates;

/**
 * What every part of a site stands on.
 *
 * @param processes starts and ends processes
 * @param data keeps everything between two starts
 * @param certificates the site's keys and whom it trusts
 * @param secrets passwords between the parts
 * @param memory what the site remembers between two starts
 */
public record Foundation(
    Processes processes,
    DataFolder data,
    SiteCertificates certificates,
    Secrets secrets,
    SiteMemory memory) {}
