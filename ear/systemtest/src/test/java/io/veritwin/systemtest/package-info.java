/**
 * The product used as its people use it: the real launcher starts the real parts, people work in a
 * real browser, and an OPC UA client of another vendor looks at the plant. Nothing here knows the
 * product's classes; it knows pages, words and files.
 */
package io.veritwin.systemtest;
