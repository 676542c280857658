package io.veritwin.validation.report;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;

/** Certifies a document against later changes (ISO 32000-2, 12.8.2.2, DocMDP). */
final class Certification {

  /** Level 2: signing and nothing else may follow. */
  private static final int SIGNING_MAY_FOLLOW = 2;

  private Certification() {}

  /** No DigestMethod: PDF/A forbids it (ISO 19005-3, 6.1.12). */
  static void apply(PDDocument pdf, PDSignature signature) {
    COSDictionary parameters = new COSDictionary();
    parameters.setItem(COSName.TYPE, COSName.getPDFName("TransformParams"));
    parameters.setInt(COSName.P, SIGNING_MAY_FOLLOW);
    parameters.setName(COSName.V, "1.2");
    parameters.setDirect(true);
    COSDictionary reference = new COSDictionary();
    reference.setItem(COSName.TYPE, COSName.getPDFName("SigRef"));
    reference.setItem("TransformMethod", COSName.DOCMDP);
    reference.setItem("TransformParams", parameters);
    reference.setDirect(true);
    COSArray references = new COSArray();
    references.add(reference);
    references.setDirect(true);
    signature.getCOSObject().setItem("Reference", references);
    COSDictionary catalog = pdf.getDocumentCatalog().getCOSObject();
    COSDictionary permissions = new COSDictionary();
    permissions.setItem(COSName.DOCMDP, signature.getCOSObject());
    catalog.setItem(COSName.PERMS, permissions);
    catalog.setNeedToBeUpdated(true);
    permissions.setNeedToBeUpdated(true);
  }
}
