package org.skypool.jobs.io;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * Satisfies Parquet's column reader, which wants converters even where values are taken by hand.
 */
final class UnusedConverter extends GroupConverter {
  private final GroupType group;

  UnusedConverter(GroupType group) {
    this.group = group;
  }

  @Override
  public Converter getConverter(int field) {
    Type type = group.getType(field);
    return type.isPrimitive()
        ? new PrimitiveConverter() {}
        : new UnusedConverter(type.asGroupType());
  }

  @Override
  public void start() {
    throw new UnsupportedOperationException("values are read column by column");
  }

  @Override
  public void end() {
    throw new UnsupportedOperationException("values are read column by column");
  }
}
