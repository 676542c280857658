package io.veritwin.records.trail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.CollectionEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionRemoveEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;
import org.hibernate.type.Type;

/**
 * Sees every insert, update and delete of a {@link Regulated} entity, whoever wrote the code that
 * caused it (21 CFR 11.10(e)), and hands the changed fields to the transaction's trail. Found by
 * Hibernate through {@code META-INF/services}; there is nothing to switch on or off.
 */
public class RegulatedChangeListener
    implements Integrator,
        PostInsertEventListener,
        PostUpdateEventListener,
        PostDeleteEventListener,
        PostCollectionRecreateEventListener,
        PreCollectionUpdateEventListener,
        PreCollectionRemoveEventListener {

  @Override
  public void integrate(
      Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
    for (PersistentClass entity : metadata.getEntityBindings()) {
      Class<?> type = entity.getMappedClass();
      if (isRegulated(type) && !RegulatedRecord.class.isAssignableFrom(type)) {
        throw new IllegalStateException(
            type.getName() + " is @Regulated and must implement RegulatedRecord");
      }
    }
    EventListenerRegistry registry =
        factory.getServiceRegistry().requireService(EventListenerRegistry.class);
    registry.appendListeners(EventType.POST_INSERT, this);
    registry.appendListeners(EventType.POST_UPDATE, this);
    registry.appendListeners(EventType.POST_DELETE, this);
    registry.appendListeners(EventType.POST_COLLECTION_RECREATE, this);
    registry.appendListeners(EventType.PRE_COLLECTION_UPDATE, this);
    registry.appendListeners(EventType.PRE_COLLECTION_REMOVE, this);
  }

  @Override
  public void disintegrate(
      SessionFactoryImplementor factory, SessionFactoryServiceRegistry serviceRegistry) {
    // The listeners live and end with the session factory.
  }

  @Override
  public void onPostInsert(PostInsertEvent event) {
    changed(
        event.getSession(),
        event.getPersister(),
        event.getEntity(),
        event.getId(),
        null,
        event.getState());
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    if (event.getOldState() == null && isRegulated(event.getPersister().getMappedClass())) {
      throw new SilentChangeException(
          ((RegulatedRecord) event.getEntity()).recordRef()
              + " was written without its former values: load it in this transaction and change"
              + " what was loaded. Nothing is stored.");
    }
    changed(
        event.getSession(),
        event.getPersister(),
        event.getEntity(),
        event.getId(),
        event.getOldState(),
        event.getState());
  }

  @Override
  public void onPostDelete(PostDeleteEvent event) {
    changed(
        event.getSession(),
        event.getPersister(),
        event.getEntity(),
        event.getId(),
        event.getDeletedState(),
        null);
  }

  @Override
  public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
    collectionChanged(event, false, true);
  }

  @Override
  public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
    collectionChanged(event, true, true);
  }

  @Override
  public void onPreRemoveCollection(PreCollectionRemoveEvent event) {
    collectionChanged(event, true, false);
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  private static boolean isRegulated(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.isAnnotationPresent(Regulated.class)) {
        return true;
      }
    }
    return false;
  }

  private static void changed(
      EventSource session,
      EntityPersister persister,
      Object entity,
      Object key,
      Object[] before,
      Object[] after) {
    if (!isRegulated(persister.getMappedClass())) {
      return;
    }
    Map<String, String> old = printed(session, persister, before);
    Map<String, String> now = printed(session, persister, after);
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(now.keySet());
    List<FieldChange> fields = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(old.get(name), now.get(name))) {
        fields.add(new FieldChange(name, old.get(name), now.get(name)));
      }
    }
    TransactionTrail.of(session)
        .saw(
            new RegulatedChange(
                shortName(persister.getEntityName()) + " " + key,
                ((RegulatedRecord) entity).recordRef(),
                fields));
  }

  /** Every field but the version, which the record's reference already counts. */
  private static Map<String, String> printed(
      EventSource session, EntityPersister persister, Object[] state) {
    if (state == null) {
      return Map.of();
    }
    String[] names = persister.getPropertyNames();
    Type[] types = persister.getPropertyTypes();
    List<String> keptNames = new ArrayList<>();
    List<Type> keptTypes = new ArrayList<>();
    List<Object> kept = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      if (i != persister.getVersionProperty()
          && state[i] != LazyPropertyInitializer.UNFETCHED_PROPERTY) {
        keptNames.add(names[i]);
        keptTypes.add(types[i]);
        kept.add(state[i]);
      }
    }
    return FieldValues.print(
        session.getFactory(),
        keptNames.toArray(String[]::new),
        keptTypes.toArray(Type[]::new),
        kept.toArray());
  }

  private static void collectionChanged(
      AbstractCollectionEvent event, boolean hadContent, boolean hasContent) {
    Object owner = event.getAffectedOwnerOrNull();
    PersistentCollection<?> collection = event.getCollection();
    if (owner == null || collection == null || !isRegulated(owner.getClass())) {
      return;
    }
    EventSource session = event.getSession();
    CollectionEntry entry = session.getPersistenceContextInternal().getCollectionEntry(collection);
    CollectionPersister persister =
        entry.getLoadedPersister() == null
            ? entry.getCurrentPersister()
            : entry.getLoadedPersister();
    if (persister.isInverse()) {
      return; // the other side is an entity of its own
    }
    String role = persister.getRole();
    String entity = event.getAffectedOwnerEntityName();
    String field = role.startsWith(entity + ".") ? role.substring(entity.length() + 1) : role;
    String before =
        hadContent
            ? FieldValues.collection(session.getFactory(), collection.getStoredSnapshot())
            : null;
    String after =
        hasContent ? FieldValues.collection(session.getFactory(), collection.getValue()) : null;
    if (Objects.equals(before, after)) {
      return;
    }
    TransactionTrail.of(session)
        .saw(
            new RegulatedChange(
                shortName(entity) + " " + event.getAffectedOwnerIdOrNull(),
                ((RegulatedRecord) owner).recordRef(),
                List.of(new FieldChange(field, before, after))));
  }

  private static String shortName(String entityName) {
    return entityName.substring(entityName.lastIndexOf('.') + 1);
  }
}
