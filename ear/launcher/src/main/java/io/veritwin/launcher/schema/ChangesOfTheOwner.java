package io.veritwin.launcher.schema;

import liquibase.changelog.IncludeAllFilter;

/** Leaves out of {@code db/} what is not a change of the schema by its owner. */
public final class ChangesOfTheOwner implements IncludeAllFilter {

  @Override
  public boolean include(String path) {
    return path.matches("(.*/)?db/(?!0000)[0-9]{4}-[^/]+\\.sql");
  }
}
