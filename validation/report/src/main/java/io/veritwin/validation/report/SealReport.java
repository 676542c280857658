package io.veritwin.validation.report;

import io.veritwin.records.keys.PlatformSigner;
import io.veritwin.validation.report.Typefaces.Face;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;

/**
 * Seal a report (URS-352, 21 CFR 11.70): appends the signature page and certifies the whole with
 * the platform's key (PAdES B-T, DocMDP level 2). The report's own bytes stay as they were read, at
 * the beginning of the sealed file; any later change shows in every viewer that checks.
 */
@ApplicationScoped
public class SealReport {

  /** Room for certificate chain and time stamp in the signature. */
  private static final int SIGNATURE_SIZE = 20_000;

  private static final PDRectangle MARK = new PDRectangle(48, 84, 499, 62);

  @Inject PlatformSigner signer;

  /**
   * What the signature page says.
   *
   * @param number the report's number
   * @param title what was decided, for example "Model version CHO-FB 1.4 is approved."
   * @param sentence what the signatures stand for
   * @param reportDigest SHA-256 of the report as it was read
   * @param signatures in order
   * @param notices words that stand on every page
   * @param footer what ties the paper to the log
   * @param sealedAt when, UTC
   */
  public record SignaturePage(
      String number,
      String title,
      String sentence,
      String reportDigest,
      List<SignatureBlock> signatures,
      List<String> notices,
      ReportDocument.Footer footer,
      Instant sealedAt) {
    public SignaturePage {
      signatures = List.copyOf(signatures);
      notices = List.copyOf(notices);
    }
  }

  /** The sealed PDF. */
  public byte[] seal(byte[] report, SignaturePage page) {
    try (PDDocument pdf = Loader.loadPDF(new RandomAccessReadBuffer(report));
        SignatureOptions options = new SignatureOptions()) {
      append(pdf, page);
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
      signature.setName("Veritwin");
      signature.setReason("Seal of report " + page.number() + " with its signatures");
      signature.setSignDate(ArchiveFormat.calendar(page.sealedAt()));
      Certification.apply(pdf, signature);
      options.setPreferredSignatureSize(SIGNATURE_SIZE);
      options.setVisualSignature(appearance(page));
      options.setPage(pdf.getNumberOfPages() - 1);
      pdf.addSignature(signature, signer::signPdf, options);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.saveIncremental(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("the report " + page.number() + " cannot be sealed", e);
    }
  }

  private static void append(PDDocument pdf, SignaturePage page) {
    PageFlow flow = new PageFlow(pdf);
    Canvas c = flow.canvas();
    c.text(PageFlow.LEFT, flow.y() + 15, "Signatures", Face.BOLD, 20.5f, Tone.TEXT);
    flow.down(29);
    flow.paragraph(page.title(), Face.BOLD, 12.4f, 16, Tone.TEXT);
    flow.down(2);
    flow.paragraph(page.sentence(), Face.REGULAR, 9.6f, 13.4f, Tone.TEXT);
    flow.down(8);
    c.text(
        PageFlow.LEFT,
        flow.y() + 9,
        "SHA-256 of the report as read",
        Face.REGULAR,
        8.5f,
        Tone.TEXT2);
    c.text(PageFlow.LEFT + 134, flow.y() + 9, page.reportDigest(), Face.MONO, 7.8f, Tone.TEXT);
    flow.down(16);
    c.line(PageFlow.LEFT, flow.y(), PageFlow.RIGHT, flow.y(), 0.5f, Tone.LINE);
    flow.down(26);
    float width = (PageFlow.WIDTH - 24) / 2;
    float height = 0;
    for (SignatureBlock block : page.signatures()) {
      height = Math.max(height, SignatureDrawing.height(c, block, width));
    }
    for (int i = 0; i < page.signatures().size(); i++) {
      SignatureDrawing.paint(
          c, page.signatures().get(i), PageFlow.LEFT + i % 2 * (width + 24), flow.y(), width);
      if (i % 2 == 1) {
        flow.down(height + 24);
      }
    }
    flow.finish(page.number(), "signature page", page.footer(), page.notices(), page.sealedAt());
    COSDictionary catalog = pdf.getDocumentCatalog().getCOSObject();
    catalog.setNeedToBeUpdated(true);
    pdf.getPages().getCOSObject().setNeedToBeUpdated(true);
  }

  /** The platform's mark at the foot of the signature page: what the seal is, not who signed. */
  private static InputStream appearance(SignaturePage page) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      PDPage template = new PDPage(PDRectangle.A4);
      pdf.addPage(template);
      PDAcroForm form = new PDAcroForm(pdf);
      pdf.getDocumentCatalog().setAcroForm(form);
      PDSignatureField field = new PDSignatureField(form);
      PDAnnotationWidget widget = field.getWidgets().get(0);
      form.setSignaturesExist(true);
      form.setAppendOnly(true);
      form.getCOSObject().setDirect(true);
      form.getFields().add(field);
      widget.setRectangle(MARK);
      widget.setPrinted(true);
      widget.setPage(template);
      PDFormXObject drawing = new PDFormXObject(new PDStream(pdf));
      drawing.setResources(new PDResources());
      drawing.setFormType(1);
      drawing.setBBox(new PDRectangle(MARK.getWidth(), MARK.getHeight()));
      PDAppearanceDictionary appearances = new PDAppearanceDictionary();
      appearances.getCOSObject().setDirect(true);
      PDAppearanceStream stream = new PDAppearanceStream(drawing.getCOSObject());
      appearances.setNormalAppearance(stream);
      widget.setAppearance(appearances);
      try (PDPageContentStream content = new PDPageContentStream(pdf, stream)) {
        Canvas c = new Canvas(content, new Typefaces(pdf), MARK.getHeight());
        c.box(0.5f, 0.5f, MARK.getWidth() - 1, MARK.getHeight() - 1, 0.6f, Tone.EDGE);
        c.text(10, 16, "Sealed by Veritwin", Face.BOLD, 9.2f, Tone.TEXT);
        c.textRight(
            MARK.getWidth() - 10,
            16,
            SignatureDrawing.utc(page.sealedAt()),
            Face.REGULAR,
            8.4f,
            Tone.TEXT2);
        c.text(
            10,
            31,
            "The seal covers report and signature page. It certifies that the signatures shown above"
                + " stand in the audit trail",
            Face.REGULAR,
            8.4f,
            Tone.TEXT2);
        c.text(
            10,
            42.5f,
            "under the entries named, and that neither page nor attached record has changed since.",
            Face.REGULAR,
            8.4f,
            Tone.TEXT2);
        c.text(
            10,
            54,
            "PAdES B-T with RFC 3161 time stamp, certified: a later change is reported by the"
                + " verifier.",
            Face.REGULAR,
            8.4f,
            Tone.TEXT2);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return new ByteArrayInputStream(out.toByteArray());
    }
  }
}
