package io.veritwin.validation.report.copy;

import io.veritwin.records.keys.PlatformSigner;
import io.veritwin.records.keys.PlatformSigner.SignatureCheck;
import io.veritwin.records.trail.Digests;
import io.veritwin.records.trail.EntryDetail;
import io.veritwin.records.trail.TrailSearch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;

/**
 * Check a certified copy that somebody brings back: is it the platform's, is every byte as it was
 * issued, and if not, what was changed. A page painted over after the certification is named, which
 * viewers that only check the signature do not do.
 */
@ApplicationScoped
public class CheckCopy {

  private static final Pattern ISSUED =
      Pattern.compile("Certified copy of (.+), audit entry (\\d{1,18})");

  @Inject PlatformSigner signer;
  @Inject TrailSearch trail;

  /**
   * What was found.
   *
   * @param findings what does not hold, in sentences; empty when the copy stands as issued
   * @param record the record it is a copy of; empty when the file does not say
   * @param auditEntry the entry that issued it; 0 when the file does not say
   * @param recordDigest SHA-256 of its content for machines; empty without such content
   * @param certifiedAt the time stamp's time; {@code null} when it does not hold
   */
  public record CopyCheck(
      List<String> findings,
      String record,
      long auditEntry,
      String recordDigest,
      Instant certifiedAt) {
    public CopyCheck {
      findings = List.copyOf(findings);
    }

    /** True when the copy stands as issued. */
    public boolean holds() {
      return findings.isEmpty();
    }
  }

  /** Checks a file. */
  public CopyCheck check(byte[] file) {
    Read read;
    try (PDDocument pdf = Loader.loadPDF(file)) {
      read = read(file, pdf);
    } catch (IOException | RuntimeException unreadable) {
      // A damaged PDF ends the parser in many ways; none of them is more than that.
      return nothing("The file cannot be read as a PDF.");
    }
    return read.refusal().isEmpty() ? check(read) : nothing(read.refusal());
  }

  private static CopyCheck nothing(String finding) {
    return new CopyCheck(List.of(finding), "", 0, "", null);
  }

  /**
   * What a file holds, before anything of it is trusted.
   *
   * @param refusal why it is no certified copy; empty when it may be one
   * @param added what a reader sees otherwise than it was certified
   */
  private record Read(
      String refusal,
      List<String> added,
      byte[] signature,
      byte[] signed,
      String reason,
      String digest) {

    static Read refused(String why) {
      return new Read(why, List.of(), new byte[0], new byte[0], "", "");
    }
  }

  private static Read read(byte[] file, PDDocument pdf) throws IOException {
    COSDictionary permissions =
        pdf.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PERMS);
    COSDictionary certified =
        permissions == null ? null : permissions.getCOSDictionary(COSName.DOCMDP);
    if (certified == null) {
      return Read.refused("The file is not certified, so it is no certified copy.");
    }
    PDSignature certification = new PDSignature(certified);
    int[] range = certification.getByteRange();
    if (!isWhole(file, range)) {
      return Read.refused("The certification does not cover the file from its first byte on.");
    }
    byte[] data = attachments(pdf).get(WriteCopy.DATA);
    List<String> added = added(Arrays.copyOf(file, range[2] + range[3]), pdf);
    return new Read(
        "",
        added,
        certification.getContents(file),
        certification.getSignedContent(file),
        certification.getReason() == null ? "" : certification.getReason(),
        data == null ? "" : Digests.hex(data));
  }

  private CopyCheck check(Read read) {
    List<String> findings = new ArrayList<>(read.added());
    SignatureCheck signature = signer.verify(read.signature(), read.signed());
    if (!signature.valid()) {
      findings.add("The certification does not hold. " + signature.sentence());
    }
    Matcher issued = ISSUED.matcher(read.reason());
    if (!issued.matches()) {
      findings.add("The certification does not say of which record this is a copy.");
      return new CopyCheck(findings, "", 0, read.digest(), signature.stampedAt());
    }
    long entry = Long.parseLong(issued.group(2));
    ofTrail(entry, read.digest()).ifPresent(findings::add);
    return new CopyCheck(findings, issued.group(1), entry, read.digest(), signature.stampedAt());
  }

  /** The signed bytes are all but the signature itself, which is hexadecimal and nothing else. */
  private static boolean isWhole(byte[] file, int[] range) {
    if (range.length != 4
        || range[0] != 0
        || range[1] < 1
        || range[2] <= range[1]
        || range[3] < 1
        || (long) range[2] + range[3] > file.length
        || file[range[1]] != '<'
        || file[range[2] - 1] != '>') {
      return false;
    }
    for (int i = range[1] + 1; i < range[2] - 1; i++) {
      if (Character.digit(file[i], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> ofTrail(long entry, String digest) {
    Optional<EntryDetail> known = trail.entry(entry);
    String recorded = known.map(e -> e.details().get("copy.record-digest")).orElse(null);
    if (recorded == null) {
      return Optional.of(
          "The audit trail here has no entry " + entry + " that issued a certified copy.");
    }
    return recorded.equals(digest)
        ? Optional.empty()
        : Optional.of(
            "The attached record has the digest "
                + (digest.isEmpty() ? "of nothing, it is missing" : digest)
                + "; audit entry "
                + entry
                + " issued "
                + recorded
                + ".");
  }

  /**
   * What is otherwise than it was certified. Only the store of chains and revocation lists may have
   * been added.
   */
  private static List<String> added(byte[] certified, PDDocument now) throws IOException {
    List<String> found = new ArrayList<>();
    try (PDDocument before = Loader.loadPDF(certified)) {
      int pages = before.getNumberOfPages();
      if (now.getNumberOfPages() != pages) {
        found.add(
            "After the certification the number of pages was changed from "
                + pages
                + " to "
                + now.getNumberOfPages()
                + ".");
      }
      for (int i = 0; i < Math.min(pages, now.getNumberOfPages()); i++) {
        String how = difference(before.getPage(i), now.getPage(i));
        if (!how.isEmpty()) {
          found.add("Page " + (i + 1) + " was changed after the certification: " + how + ".");
        }
      }
      Map<String, byte[]> then = attachments(before);
      Map<String, byte[]> today = attachments(now);
      for (String name : then.keySet()) {
        if (!Arrays.equals(then.get(name), today.get(name))) {
          found.add("The attached file " + name + " was replaced after the certification.");
        }
      }
      for (String name : today.keySet()) {
        if (!then.containsKey(name)) {
          found.add("The file " + name + " was attached after the certification.");
        }
      }
      if (found.isEmpty() && !isSameButTheStore(before, now)) {
        found.add(
            "Something was added after the certification; pages and attached files are as"
                + " certified.");
      }
    }
    return found;
  }

  private static boolean isSameButTheStore(PDDocument before, PDDocument now) throws IOException {
    COSDictionary then = new COSDictionary(before.getDocumentCatalog().getCOSObject());
    COSDictionary today = new COSDictionary(now.getDocumentCatalog().getCOSObject());
    for (String addition : List.of("DSS", "Extensions")) {
      then.removeItem(COSName.getPDFName(addition));
      today.removeItem(COSName.getPDFName(addition));
    }
    return new SameObjects().same(then, today)
        && new SameObjects()
            .same(
                before.getDocument().getTrailer().getDictionaryObject(COSName.INFO),
                now.getDocument().getTrailer().getDictionaryObject(COSName.INFO));
  }

  private static String difference(PDPage before, PDPage now) throws IOException {
    if (!Arrays.equals(bytes(before), bytes(now))) {
      return "something was painted over it or erased";
    }
    if (!isSame(before, now, COSName.ANNOTS)) {
      return "a note or a stamp was laid over it";
    }
    for (COSName each :
        List.of(COSName.RESOURCES, COSName.MEDIA_BOX, COSName.CROP_BOX, COSName.ROTATE)) {
      if (!isSame(before, now, each)) {
        return "what it is drawn with was replaced";
      }
    }
    return "";
  }

  private static boolean isSame(PDPage before, PDPage now, COSName part) throws IOException {
    return new SameObjects()
        .same(
            before.getCOSObject().getDictionaryObject(part),
            now.getCOSObject().getDictionaryObject(part));
  }

  private static byte[] bytes(PDPage page) throws IOException {
    try (InputStream in = page.getContents()) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static Map<String, byte[]> attachments(PDDocument pdf) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    PDDocumentNameDictionary names = pdf.getDocumentCatalog().getNames();
    if (names != null && names.getEmbeddedFiles() != null) {
      Map<String, PDComplexFileSpecification> files = names.getEmbeddedFiles().getNames();
      if (files != null) {
        for (Map.Entry<String, PDComplexFileSpecification> file : files.entrySet()) {
          all.put(file.getKey(), file.getValue().getEmbeddedFile().toByteArray());
        }
      }
    }
    return all;
  }
}
