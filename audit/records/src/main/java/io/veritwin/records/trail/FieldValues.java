package io.veritwin.records.trail;

import io.veritwin.ledger.canonical.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.type.CollectionType;
import org.hibernate.type.ComponentType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;

/**
 * Prints the fields of an entity so that one value always prints the same (DI-05): numbers as in
 * RFC 8785, instants in UTC, enums by name, embedded objects field by field, byte fields as digest
 * and length, another entity by its key.
 */
final class FieldValues {

  private FieldValues() {}

  /** The printed value of each field; a field without a value is {@code null}. */
  static Map<String, String> print(
      SessionFactoryImplementor factory, String[] names, Type[] types, Object[] state) {
    Map<String, String> printed = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      print(factory, names[i], types[i], state[i], printed);
    }
    return printed;
  }

  private static void print(
      SessionFactoryImplementor factory,
      String name,
      Type type,
      Object value,
      Map<String, String> into) {
    if (type instanceof CollectionType) {
      return; // seen by the collection events, which know its former content
    }
    if (type instanceof ComponentType component) {
      String[] names = component.getPropertyNames();
      Type[] types = component.getSubtypes();
      Object[] values =
          value == null ? new Object[names.length] : component.getPropertyValues(value);
      for (int i = 0; i < names.length; i++) {
        print(factory, name + "." + names[i], types[i], values[i], into);
      }
    } else if (type instanceof EntityType entity && value != null) {
      into.put(name, shortName(entity) + " " + key(factory, value));
    } else {
      into.put(name, text(value));
    }
  }

  private static String shortName(EntityType entity) {
    String full = entity.getAssociatedEntityName();
    return full.substring(full.lastIndexOf('.') + 1);
  }

  private static Object key(SessionFactoryImplementor factory, Object entity) {
    return factory.getPersistenceUnitUtil().getIdentifier(entity);
  }

  /** A collection's content; sets and maps in sorted order, {@code null} when there is none. */
  static String collection(SessionFactoryImplementor factory, Object content) {
    if (content == null) {
      return null;
    }
    if (content instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> element(factory, e.getKey()) + "=" + element(factory, e.getValue()))
          .sorted()
          .collect(Collectors.joining(", "));
    }
    if (content instanceof Set<?> set) {
      return set.stream().map(e -> element(factory, e)).sorted().collect(Collectors.joining(", "));
    }
    if (content instanceof Collection<?> list) {
      return list.stream().map(e -> element(factory, e)).collect(Collectors.joining(", "));
    }
    return text(content);
  }

  private static String element(SessionFactoryImplementor factory, Object element) {
    return element != null && isEntity(factory, element)
        ? String.valueOf(key(factory, element))
        : String.valueOf(text(element));
  }

  private static boolean isEntity(SessionFactoryImplementor factory, Object value) {
    return factory.getMappingMetamodel().isEntityClass(org.hibernate.Hibernate.getClass(value));
  }

  static String text(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] bytes) {
      return Digests.ofBytes(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    if (value instanceof double[] numbers) {
      return java.util.Arrays.stream(numbers)
          .mapToObj(FieldValues::number)
          .collect(Collectors.joining(", "));
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value.toString();
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? new String(JsonValue.of(value).canonicalBytes(), StandardCharsets.UTF_8)
        : Double.toString(value);
  }
}
