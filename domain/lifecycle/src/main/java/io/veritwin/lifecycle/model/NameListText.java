package io.veritwin.lifecycle.model;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Keeps a list of ids in one column, separated by commas; an id holds no comma. */
@Converter
public class NameListText implements AttributeConverter<List<String>, String> {

  @Override
  public String convertToDatabaseColumn(List<String> names) {
    return String.join(",", names);
  }

  @Override
  public List<String> convertToEntityAttribute(String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(","));
  }
}
