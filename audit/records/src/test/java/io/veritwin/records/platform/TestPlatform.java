package io.veritwin.records.platform;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.veritwin.records.identity.Person;
import io.veritwin.records.inspection.InspectorAccess;
import io.veritwin.records.log.StampCheckpoint;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.retention.DisposalProposal;
import io.veritwin.records.review.TrailReview;
import io.veritwin.records.right.AccountabilityStatement;
import io.veritwin.records.right.Delegation;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.right.Training;
import io.veritwin.records.right.TrainingWithdrawal;
import io.veritwin.records.signature.SigningCeremony;
import io.veritwin.records.signature.StoredSignature;
import io.veritwin.records.watch.SiteWatch;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.transaction.jta.platform.internal.JBossStandAloneJtaPlatform;
import org.hibernate.type.format.FormatMapper;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jboss.weld.injection.spi.JpaInjectionServices;
import org.jboss.weld.injection.spi.ResourceInjectionServices;
import org.jboss.weld.injection.spi.ResourceReference;
import org.jboss.weld.injection.spi.ResourceReferenceFactory;

/**
 * The module as it runs on the server, without the server: the same beans (CDI), the same
 * transactions (JTA, Narayana), the same Hibernate, a real PostgreSQL with the application's role.
 */
public final class TestPlatform implements AutoCloseable {

  public static final Person OPERATOR =
      new Person(
          "sub-operator",
          "operator",
          "Marta Reuter",
          "10482",
          Set.of(io.veritwin.records.identity.Role.OPERATOR));
  public static final Person QA =
      new Person(
          "sub-qa",
          "qa",
          "Dr. Ines Albrecht",
          "10122",
          Set.of(io.veritwin.records.identity.Role.QA));

  static {
    try {
      Path store = Files.createTempDirectory("narayana");
      for (String name : new String[] {null, "communicationStore", "stateStore"}) {
        BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
            .setObjectStoreDir(store.toString());
      }
      arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("test");
    } catch (IOException | CoreEnvironmentBeanException e) {
      throw new IllegalStateException(e);
    }
  }

  private final TestDatabase database;
  private final TestPki pki;
  private final Path mirror;
  private final AgroalDataSource dataSource;
  private final SessionFactory sessions;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Class<?>, List<Runnable>> rounds = new ConcurrentHashMap<>();
  private final WeldContainer beans;

  private TestPlatform(Builder builder) {
    this.database = builder.database == null ? TestDatabase.create() : builder.database;
    Path folder = temporaryFolder();
    this.pki =
        builder.pki == null
            ? TestPki.create(folder.resolve("pki"), "localhost:8443/log")
            : builder.pki;
    this.mirror = builder.mirror == null ? folder.resolve("log") : builder.mirror;
    System.setProperty("veritwin.pki", pki.folder().toString());
    System.setProperty("veritwin.pki.password", TestPki.PASSWORD);
    System.setProperty("veritwin.log.mirror", mirror.toString());
    System.setProperty("veritwin.oidc.sign.secret", "test-only");
    System.setProperty("veritwin.preset.accounts", builder.presetAccounts);
    System.setProperty("veritwin.notices", mirror.resolveSibling("notices").toString());
    try {
      this.dataSource = dataSource(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    this.sessions = sessions(dataSource, builder.entities);
    Weld weld =
        new Weld()
            .addServices(new PersistenceContexts(sessions), new Resources(builder.worker))
            .addBeanClasses(TestClock.class, TestProviderLog.class)
            .addBeanClasses(builder.beans.toArray(Class<?>[]::new));
    this.beans = builder.oneTransaction ? started(weld) : weld.initialize();
  }

  private WeldContainer started(Weld weld) {
    try {
      com.arjuna.ats.jta.UserTransaction.userTransaction().setTransactionTimeout(600);
      return inTransaction(weld::initialize);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Describes the platform to start. */
  public static final class Builder {
    private TestDatabase database;
    private TestPki pki;
    private Path mirror;
    private boolean worker = true;
    private String presetAccounts = "engineer engineer2 qa qa2 operator operator2";
    private boolean oneTransaction;
    private final List<Class<?>> beans = new ArrayList<>();
    private final Set<Class<?>> entities =
        new LinkedHashSet<>(
            List.of(
                BatchSheet.class,
                SigningCeremony.class,
                StoredSignature.class,
                AccountabilityStatement.class,
                Delegation.class,
                DisposalProposal.class,
                InspectorAccess.class,
                TrailReview.class,
                SigningRight.class,
                Training.class,
                TrainingWithdrawal.class));

    /** Uses this database instead of a new one. */
    public Builder on(TestDatabase existing) {
      this.database = existing;
      return this;
    }

    /** Takes the keys and the log's copy of another platform, as after a restart. */
    public Builder restarting(TestPlatform other) {
      this.pki = other.pki;
      this.mirror = other.mirror;
      if (database == null) {
        this.database = other.database;
      }
      return this;
    }

    /** Uses these keys. */
    public Builder withKeys(TestPki existing) {
      this.pki = existing;
      return this;
    }

    /** Takes the keys of another platform, but not its log's copy. */
    public Builder withKeysOf(TestPlatform other) {
      this.pki = other.pki;
      return this;
    }

    /** Finds the log's copy in this folder. */
    public Builder withMirror(Path folder) {
      this.mirror = folder;
      return this;
    }

    /**
     * Starts everything in one transaction. The workflow engine looks at its schema with a
     * connection from outside the transaction that it then uses it in; the server's pool allows
     * that, the one here does not.
     */
    public Builder startingInOneTransaction() {
      this.oneTransaction = true;
      return this;
    }

    /** Presets the right to sign of these accounts only, by user name. */
    public Builder presetting(String... accounts) {
      this.presetAccounts = String.join(" ", accounts);
      return this;
    }

    /** Does not start the log's worker. */
    public Builder withoutWorker() {
      this.worker = false;
      return this;
    }

    public Builder with(Class<?>... beanClasses) {
      beans.addAll(List.of(beanClasses));
      return this;
    }

    public Builder withEntities(Class<?>... classes) {
      entities.addAll(List.of(classes));
      return this;
    }

    public TestPlatform start() {
      return new TestPlatform(this);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  public <T> T get(Class<T> bean) {
    return beans.select(bean).get();
  }

  public TestDatabase database() {
    return database;
  }

  public TestPki pki() {
    return pki;
  }

  public Path mirror() {
    return mirror;
  }

  /** Copies the log's copy as it is now into a folder that does not exist yet. */
  public void copyMirror(Path to) throws IOException {
    try (Stream<Path> files = Files.walk(mirror)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(mirror.relativize(file).toString()));
      }
    }
  }

  public TestClock clock() {
    return get(TestClock.class);
  }

  public EntityManager entities() {
    return sessions.getCurrentSession();
  }

  /**
   * Does now, on this thread, what the worker asked the server's scheduler to repeat. No worker
   * goes round by itself here, so that a test says when.
   */
  public void round(Class<?> worker) {
    List<Runnable> wanted = rounds.getOrDefault(worker, List.of());
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(worker + " asked the scheduler for nothing");
    }
    wanted.forEach(Runnable::run);
  }

  /** Runs a use case in a transaction of its own; what it throws undoes the transaction. */
  public <T> T inTransaction(Callable<T> useCase) throws Exception {
    UserTransaction transaction = com.arjuna.ats.jta.UserTransaction.userTransaction();
    transaction.begin();
    T result;
    try {
      result = useCase.call();
    } catch (Exception | Error e) {
      transaction.rollback();
      throw e;
    }
    transaction.commit();
    return result;
  }

  @Override
  public void close() {
    if (!beans.isRunning()) {
      return;
    }
    beans.close();
    threads.shutdown();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sessions.close();
    dataSource.close();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("veritwin-records");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AgroalDataSource dataSource(TestDatabase database) throws SQLException {
    TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    TransactionSynchronizationRegistry registry =
        new com.arjuna.ats.internal.jta.transaction.arjunacore
            .TransactionSynchronizationRegistryImple();
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(24)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .transactionIntegration(
                            new NarayanaTransactionIntegration(manager, registry))
                        .connectionFactoryConfiguration(
                            connection ->
                                connection
                                    .jdbcUrl(database.url())
                                    .principal(new NamePrincipal(Role.APPLICATION.user()))
                                    .credential(new SimplePassword("none")))));
  }

  private static SessionFactory sessions(AgroalDataSource dataSource, Set<Class<?>> entities) {
    Configuration configuration = new Configuration();
    entities.forEach(configuration::addAnnotatedClass);
    configuration.getProperties().put("hibernate.connection.datasource", dataSource);
    configuration.setProperty("hibernate.transaction.coordinator_class", "jta");
    configuration.setProperty(
        "hibernate.transaction.jta.platform", JBossStandAloneJtaPlatform.class.getName());
    configuration.setProperty("hibernate.current_session_context_class", "jta");
    configuration.setProperty("hibernate.hbm2ddl.auto", "none");
    // The API jar names a JSON binding that only the server has; no entity here needs one.
    configuration
        .getProperties()
        .put(
            "hibernate.type.json_format_mapper",
            Proxy.newProxyInstance(
                FormatMapper.class.getClassLoader(),
                new Class<?>[] {FormatMapper.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException("no JSON columns here");
                }));
    return configuration.buildSessionFactory();
  }

  /** Gives beans the entity manager of the current transaction, as a container does. */
  private record PersistenceContexts(SessionFactory sessions) implements JpaInjectionServices {

    @Override
    public ResourceReferenceFactory<EntityManager> registerPersistenceContextInjectionPoint(
        InjectionPoint point) {
      EntityManager current =
          (EntityManager)
              Proxy.newProxyInstance(
                  EntityManager.class.getClassLoader(),
                  new Class<?>[] {EntityManager.class},
                  (proxy, method, arguments) -> {
                    try {
                      return method.invoke(sessions.getCurrentSession(), arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  });
      return () -> new Held<>(current);
    }

    @Override
    public ResourceReferenceFactory<EntityManagerFactory> registerPersistenceUnitInjectionPoint(
        InjectionPoint point) {
      return () -> new Held<>(sessions);
    }

    @Override
    public void cleanup() {}
  }

  /** Gives beans what the server's resources are here. */
  private final class Resources implements ResourceInjectionServices {

    private final boolean worker;

    Resources(boolean worker) {
      this.worker = worker;
    }

    @Override
    public ResourceReferenceFactory<Object> registerResourceInjectionPoint(InjectionPoint point) {
      Class<?> type = (Class<?>) point.getType();
      Object resource;
      if (type == ManagedScheduledExecutorService.class) {
        resource = scheduler(point.getBean().getBeanClass());
      } else if (type == ManagedExecutorService.class) {
        resource =
            as(
                type,
                (method, arguments) ->
                    mayWork(point.getBean().getBeanClass())
                        ? method.invoke(threads, arguments)
                        : null);
      } else if (type == DataSource.class) {
        resource = dataSource;
      } else if (type == TransactionManager.class) {
        resource = com.arjuna.ats.jta.TransactionManager.transactionManager();
      } else {
        throw new UnsupportedOperationException(type.getName());
      }
      return () -> new Held<>(resource);
    }

    /**
     * What is watched would add entries of its own: tests look where they mean to. The thread that
     * asks a time-stamp authority does nothing by itself.
     */
    private boolean mayWork(Class<?> beanClass) {
      return beanClass == StampCheckpoint.class || worker && beanClass != SiteWatch.class;
    }

    /** Keeps what a worker wants done again and again; {@link #round} does it. */
    private Object scheduler(Class<?> workerClass) {
      return as(
          ManagedScheduledExecutorService.class,
          (method, arguments) -> {
            if (!method.getName().equals("scheduleWithFixedDelay")) {
              throw new UnsupportedOperationException(method.getName());
            }
            rounds
                .computeIfAbsent(workerClass, w -> new ArrayList<>())
                .add((Runnable) arguments[0]);
            return as(ScheduledFuture.class, (asked, none) -> asked.getName().equals("cancel"));
          });
    }

    @Override
    public ResourceReferenceFactory<Object> registerResourceInjectionPoint(
        String jndiName, String mappedName) {
      throw new UnsupportedOperationException(jndiName);
    }

    @Override
    public void cleanup() {}
  }

  private interface Answer {
    Object to(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <T> T as(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method, arguments)));
  }

  private record Held<T>(T instance) implements ResourceReference<T> {

    @Override
    public T getInstance() {
      return instance;
    }

    @Override
    public void release() {}
  }
}
