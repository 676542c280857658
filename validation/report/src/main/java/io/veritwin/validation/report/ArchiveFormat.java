package io.veritwin.validation.report;

import io.veritwin.validation.report.ReportDocument.Attachment;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import javax.xml.transform.TransformerException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.xmpbox.XMPMetadata;
import org.apache.xmpbox.schema.AdobePDFSchema;
import org.apache.xmpbox.schema.DublinCoreSchema;
import org.apache.xmpbox.schema.PDFAIdentificationSchema;
import org.apache.xmpbox.schema.XMPBasicSchema;
import org.apache.xmpbox.type.BadFieldValueException;
import org.apache.xmpbox.xml.XmpSerializer;

/** Makes a document PDF/A-3b (ISO 19005-3): metadata, colours, attached data, a stable identity. */
final class ArchiveFormat {

  private static final String PRODUCER = "Veritwin, PDFBox";

  private ArchiveFormat() {}

  static void apply(PDDocument pdf, ReportDocument report) throws IOException {
    Calendar at = calendar(report.writtenAt());
    pdf.setVersion(1.7f);
    pdf.getDocumentCatalog().setLanguage("en");
    PDDocumentInformation info = pdf.getDocumentInformation();
    info.setTitle(report.title());
    info.setAuthor(report.author());
    info.setSubject(report.number());
    info.setCreator("Veritwin");
    info.setProducer(PRODUCER);
    info.setCreationDate(at);
    info.setModificationDate(at);
    metadata(pdf, report, at);
    colours(pdf);
    attach(pdf, report, at);
    // Without it PDFBox draws the identity from the clock, and equal content would differ.
    pdf.setDocumentId(report.writtenAt().toEpochMilli());
  }

  static Calendar calendar(Instant at) {
    Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    calendar.setTime(Date.from(at));
    calendar.set(Calendar.MILLISECOND, 0);
    return calendar;
  }

  private static void metadata(PDDocument pdf, ReportDocument report, Calendar at)
      throws IOException {
    try {
      XMPMetadata xmp = XMPMetadata.createXMPMetadata();
      PDFAIdentificationSchema id = xmp.createAndAddPDFAIdentificationSchema();
      id.setPart(3);
      id.setConformance("B");
      DublinCoreSchema dublinCore = xmp.createAndAddDublinCoreSchema();
      dublinCore.setTitle(report.title());
      dublinCore.setDescription(report.number());
      dublinCore.addCreator(report.author());
      XMPBasicSchema basic = xmp.createAndAddXMPBasicSchema();
      basic.setCreatorTool("Veritwin");
      basic.setCreateDate(at);
      basic.setModifyDate(at);
      AdobePDFSchema adobe = xmp.createAndAddAdobePDFSchema();
      adobe.setProducer(PRODUCER);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new XmpSerializer().serialize(xmp, out, true);
      PDMetadata metadata = new PDMetadata(pdf);
      metadata.importXMPMetadata(out.toByteArray());
      pdf.getDocumentCatalog().setMetadata(metadata);
    } catch (BadFieldValueException | TransformerException e) {
      throw new IOException("the metadata of " + report.number() + " cannot be written", e);
    }
  }

  private static void colours(PDDocument pdf) throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    PDOutputIntent intent = new PDOutputIntent(pdf, new ByteArrayInputStream(profile));
    intent.setInfo("sRGB IEC61966-2.1");
    intent.setOutputCondition("sRGB IEC61966-2.1");
    intent.setOutputConditionIdentifier("sRGB IEC61966-2.1");
    intent.setRegistryName("http://www.color.org");
    pdf.getDocumentCatalog().addOutputIntent(intent);
  }

  /** Attaches the content for machines first, then the further files in their order. */
  private static void attach(PDDocument pdf, ReportDocument report, Calendar at)
      throws IOException {
    ReportDocument.MachineReadable data = report.data();
    List<Attachment> all = new ArrayList<>();
    all.add(
        new Attachment(
            data.fileName(),
            "application/json",
            "Data",
            report.title() + ", for machines",
            data.json()));
    all.addAll(report.attachments());
    Map<String, PDComplexFileSpecification> byName = new TreeMap<>();
    COSArray associated = new COSArray();
    for (Attachment each : all) {
      PDComplexFileSpecification specification = attached(pdf, each, at);
      if (byName.putIfAbsent(each.fileName(), specification) != null) {
        throw new IllegalArgumentException("two attachments are called " + each.fileName());
      }
      associated.add(specification);
    }
    PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
    tree.setNames(byName);
    PDDocumentNameDictionary names = new PDDocumentNameDictionary(pdf.getDocumentCatalog());
    names.setEmbeddedFiles(tree);
    pdf.getDocumentCatalog().setNames(names);
    pdf.getDocumentCatalog().getCOSObject().setItem("AF", associated);
  }

  private static PDComplexFileSpecification attached(
      PDDocument pdf, Attachment attachment, Calendar at) throws IOException {
    byte[] bytes = attachment.bytes();
    PDEmbeddedFile file =
        new PDEmbeddedFile(pdf, new ByteArrayInputStream(bytes), COSName.FLATE_DECODE);
    file.setSubtype(attachment.mediaType());
    file.setSize(bytes.length);
    file.setCreationDate(at);
    file.setModDate(at);
    PDComplexFileSpecification specification = new PDComplexFileSpecification();
    specification.setFile(attachment.fileName());
    specification.setFileUnicode(attachment.fileName());
    specification.setEmbeddedFile(file);
    specification.setEmbeddedFileUnicode(file);
    specification.setFileDescription(attachment.description());
    specification.getCOSObject().setName("AFRelationship", attachment.relationship());
    return specification;
  }
}
