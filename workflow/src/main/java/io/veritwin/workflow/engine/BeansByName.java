package io.veritwin.workflow.engine;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.AbstractMap;
import java.util.Set;

/** Shows CDI beans to the engine under their EL names, read-only. */
final class BeansByName extends AbstractMap<Object, Object> {

  private final BeanManager beans;

  BeansByName(BeanManager beans) {
    this.beans = beans;
  }

  @Override
  public boolean containsKey(Object name) {
    return bean(name) != null;
  }

  @Override
  public Object get(Object name) {
    Bean<?> bean = bean(name);
    return bean == null
        ? null
        : beans.getReference(bean, Object.class, beans.createCreationalContext(bean));
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return Set.of();
  }

  private Bean<?> bean(Object name) {
    return beans.resolve(beans.getBeans(String.valueOf(name)));
  }
}
