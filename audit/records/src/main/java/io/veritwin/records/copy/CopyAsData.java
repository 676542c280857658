package io.veritwin.records.copy;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.FieldChange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The content of a copy for machines: canonical JSON (RFC 8785), whose SHA-256 is the record digest
 * that paper and trail carry; CSV (RFC 4180) of the entries; XML of the same content.
 */
public final class CopyAsData {

  /** The canonical record's type. */
  public static final String TYPE = "record-copy";

  private static final String XML_SPACE = "urn:veritwin:record-copy:1";

  private CopyAsData() {}

  /** The complete content, canonical record "record-copy", version 1. */
  public static byte[] json(RecordCopy copy) {
    return CanonicalRecord.of(
            TYPE,
            JsonObject.builder()
                .put("takenAt", copy.takenAt())
                .put("site", copy.site())
                .put("findings", JsonArray.ofTexts(copy.findings()))
                .put("record", record(copy.record()))
                .put("related", array(copy.related(), CopyAsData::record))
                .put("summaries", array(copy.summaries(), CopyAsData::summary))
                .put("files", array(copy.files(), CopyAsData::file))
                .build())
        .bytes();
  }

  private static <T> JsonArray array(List<T> all, Function<T, JsonValue> each) {
    return new JsonArray(all.stream().map(each).toList());
  }

  private static JsonValue record(CopiedRecord copied) {
    return JsonObject.builder()
        .put("type", copied.record().type())
        .put("id", copied.record().id())
        .put("version", copied.record().version())
        .put("content", array(copied.content(), CopyAsData::field))
        .put("signatures", array(copied.signatures(), CopyAsData::signature))
        .put("entries", array(copied.entries(), CopyAsData::entry))
        .build();
  }

  private static JsonValue field(CopiedField field) {
    return JsonObject.builder()
        .put("field", field.name())
        .put("value", field.value())
        .put("first", field.first())
        .put("firstEntry", field.firstEntry())
        .put("changes", field.changes())
        .put("lastEntry", field.lastEntry())
        .put("lastBy", field.lastBy())
        .put("lastAt", field.lastAt())
        .build();
  }

  private static JsonValue signature(CopiedSignature copied) {
    ElectronicSignature s = copied.signature();
    Person signer = s.signer();
    return JsonObject.builder()
        .put("number", s.number())
        .put("name", signer.printedName())
        .put("username", signer.username())
        .put("subject", signer.subject())
        .put("personNumber", signer.personNumber())
        .put("role", signer.roleInWords())
        .put("meaning", s.meaning().label())
        .put("signedAt", s.signedAt())
        .put("remark", s.remark())
        .put("recordType", s.record().type())
        .put("recordId", s.record().id())
        .put("recordVersion", s.record().version())
        .put("recordDigest", s.recordDigest())
        .put("auditEntry", s.auditEntryId())
        .put("verifies", copied.verifies())
        .put("finding", copied.finding())
        .build();
  }

  /** The entry itself stands in as it was hashed; bytes that are no JSON any more as text. */
  private static JsonValue entry(CopiedEntry copied) {
    JsonObject.Builder entry =
        JsonObject.builder()
            .put("leafHash", copied.leafHash())
            .put("stands", copied.stands())
            .put("finding", copied.finding());
    if (copied.place() != null) {
      entry.put("place", copied.place());
    }
    return StrictJsonParser.parse(copied.canonical()) instanceof Verdict.Accepted<JsonValue> read
        ? entry.put("entry", read.value()).build()
        : entry.put("entry", (String) null).build();
  }

  private static JsonValue summary(Summary summary) {
    return JsonObject.builder()
        .put("title", summary.title())
        .put("note", summary.note())
        .put("heads", JsonArray.ofTexts(summary.heads()))
        .put("rows", array(summary.rows(), JsonArray::ofTexts))
        .build();
  }

  private static JsonValue file(EnclosedFile file) {
    return JsonObject.builder()
        .put("name", file.name())
        .put("mediaType", file.mediaType())
        .put("title", file.title())
        .put("sha256", file.digest())
        .put("bytes", file.bytes().length)
        .build();
  }

  private static final String HEAD =
      "entry,place,utc,event,person id,person,role,person number,record type,record,version,refused,"
          + "rule,reason,sentence,field,before,after";

  /**
   * One line per changed field, and one for an entry that changed none. A text that a spreadsheet
   * would run as a formula is preceded by an apostrophe; the JSON has every text as it is.
   */
  public static byte[] csv(RecordCopy copy) {
    StringBuilder csv = new StringBuilder(HEAD).append("\r\n");
    for (CopiedEntry copied : copy.entries()) {
      List<FieldChange> changes = copied.entry().changes();
      if (changes.isEmpty()) {
        csv.append(line(copied, new FieldChange("", "", ""))).append("\r\n");
      }
      changes.forEach(change -> csv.append(line(copied, change)).append("\r\n"));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String line(CopiedEntry copied, FieldChange change) {
    AuditEntry e = copied.entry();
    return Stream.of(
            Long.toString(e.id()),
            copied.place() == null ? "" : Long.toString(copied.place()),
            e.at().toString(),
            e.event(),
            e.who().id(),
            e.who().name(),
            e.who().role(),
            e.who().number(),
            e.record().type(),
            e.record().id(),
            Integer.toString(e.record().version()),
            Boolean.toString(e.refused()),
            text(e.rule()),
            text(e.reason()),
            e.sentence(),
            change.field(),
            text(change.before()),
            text(change.after()))
        .map(CopyAsData::cell)
        .collect(Collectors.joining(","));
  }

  private static String text(String orNull) {
    return orNull == null ? "" : orNull;
  }

  private static String cell(String text) {
    String harmless =
        !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return "\"" + harmless.replace("\"", "\"\"") + "\"";
  }

  /**
   * The same content as XML.
   *
   * @param recordDigest the digest of the JSON, which the root element carries
   */
  public static byte[] xml(RecordCopy copy, String recordDigest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("record-copy");
      xml.writeDefaultNamespace(XML_SPACE);
      attributes(
          xml,
          "record-digest",
          recordDigest,
          "taken-at",
          copy.takenAt().toString(),
          "site",
          copy.site());
      for (String finding : copy.findings()) {
        element(xml, "finding", finding);
      }
      for (CopiedRecord record : copy.records()) {
        write(xml, record);
      }
      for (Summary summary : copy.summaries()) {
        write(xml, summary);
      }
      for (EnclosedFile file : copy.files()) {
        xml.writeEmptyElement("file");
        attributes(
            xml, "name", file.name(), "media-type", file.mediaType(), "sha-256", file.digest());
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
      return out.toByteArray();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the copy cannot be written as XML", e);
    }
  }

  private static void write(XMLStreamWriter xml, CopiedRecord copied) throws XMLStreamException {
    xml.writeStartElement("record");
    attributes(
        xml,
        "type",
        copied.record().type(),
        "id",
        copied.record().id(),
        "version",
        Integer.toString(copied.record().version()));
    for (CopiedField field : copied.content()) {
      xml.writeStartElement("field");
      attributes(
          xml,
          "name",
          field.name(),
          "changed",
          Boolean.toString(field.changed()),
          "first-entry",
          Long.toString(field.firstEntry()),
          "last-entry",
          Long.toString(field.lastEntry()),
          "last-by",
          field.lastBy(),
          "last-at",
          field.lastAt().toString());
      element(xml, "value", field.value());
      element(xml, "first", field.first());
      xml.writeEndElement();
    }
    for (CopiedSignature signature : copied.signatures()) {
      write(xml, signature);
    }
    for (CopiedEntry entry : copied.entries()) {
      write(xml, entry);
    }
    xml.writeEndElement();
  }

  private static void write(XMLStreamWriter xml, CopiedSignature copied) throws XMLStreamException {
    ElectronicSignature s = copied.signature();
    xml.writeStartElement("signature");
    attributes(
        xml,
        "number",
        s.number(),
        "name",
        s.signer().printedName(),
        "username",
        s.signer().username(),
        "person-number",
        s.signer().personNumber(),
        "role",
        s.signer().roleInWords(),
        "meaning",
        s.meaning().label(),
        "signed-at",
        s.signedAt().toString(),
        "record-version",
        Integer.toString(s.record().version()),
        "record-digest",
        s.recordDigest(),
        "audit-entry",
        Long.toString(s.auditEntryId()),
        "verifies",
        Boolean.toString(copied.verifies()));
    element(xml, "remark", s.remark());
    element(xml, "finding", copied.finding());
    xml.writeEndElement();
  }

  private static void write(XMLStreamWriter xml, CopiedEntry copied) throws XMLStreamException {
    AuditEntry e = copied.entry();
    xml.writeStartElement("entry");
    attributes(
        xml,
        "id",
        Long.toString(e.id()),
        "place",
        copied.place() == null ? "" : Long.toString(copied.place()),
        "at",
        e.at().toString(),
        "event",
        e.event(),
        "person-id",
        e.who().id(),
        "person",
        e.who().name(),
        "role",
        e.who().role(),
        "person-number",
        e.who().number(),
        "version",
        Integer.toString(e.record().version()),
        "refused",
        Boolean.toString(e.refused()),
        "rule",
        text(e.rule()),
        "origin",
        e.origin(),
        "leaf-hash",
        copied.leafHash());
    element(xml, "sentence", e.sentence());
    element(xml, "reason", text(e.reason()));
    element(xml, "finding", copied.finding());
    for (FieldChange change : e.changes()) {
      xml.writeStartElement("change");
      attributes(xml, "field", change.field());
      element(xml, "before", change.before());
      element(xml, "after", change.after());
      xml.writeEndElement();
    }
    for (var detail : new java.util.TreeMap<>(e.details()).entrySet()) {
      xml.writeStartElement("detail");
      attributes(xml, "name", detail.getKey());
      xml.writeCharacters(legal(detail.getValue()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void write(XMLStreamWriter xml, Summary summary) throws XMLStreamException {
    xml.writeStartElement("summary");
    attributes(xml, "title", summary.title());
    element(xml, "note", summary.note());
    for (List<String> row : summary.rows()) {
      xml.writeStartElement("row");
      for (int i = 0; i < row.size(); i++) {
        xml.writeStartElement("cell");
        attributes(xml, "head", summary.heads().get(i));
        xml.writeCharacters(legal(row.get(i)));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void attributes(XMLStreamWriter xml, String... namesAndValues)
      throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.writeAttribute(namesAndValues[i], legal(text(namesAndValues[i + 1])));
    }
  }

  /** No element where there is no value: an empty one is an empty text. */
  private static void element(XMLStreamWriter xml, String name, String valueOrNull)
      throws XMLStreamException {
    if (valueOrNull != null) {
      xml.writeStartElement(name);
      xml.writeCharacters(legal(valueOrNull));
      xml.writeEndElement();
    }
  }

  /** XML 1.0 has no control characters; they stand as the replacement character. */
  private static String legal(String text) {
    StringBuilder legal = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                c >= 0x20 && c != 0xFFFE && c != 0xFFFF || c == 9 || c == 10 || c == 13
                    ? c
                    : 0xFFFD)
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }
}
