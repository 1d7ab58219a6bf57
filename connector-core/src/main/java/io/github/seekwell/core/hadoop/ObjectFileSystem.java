package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.write.ObjectWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploaderBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.impl.PathCapabilitiesSupport;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.security.ProviderUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bucket as Hadoop sees it. A connector supplies its scheme, the spellings of its settings and a
 * {@link Connection}; everything else is here.
 *
 * <p>Safe for any number of threads once initialised. {@link FileSystem.Statistics} are counted on
 * the thread that calls, whichever thread does the work.
 */
public abstract class ObjectFileSystem extends FileSystem implements IOStatisticsSource {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectFileSystem.class);

  /** Next pages of listings and parts of Hadoop's uploader that are on their way at a time. */
  static final int BACKGROUND_THREADS = 8;

  /** Unknown keys that were warned of, once a class loader and not once a file system. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  static {
    OlderHadoop.fillIn();
  }

  /**
   * For uploads of files left open when the file system is closed: a second for parts that hang,
   * and one to drop them.
   */
  private static final Duration ABORT_PATIENCE = Duration.ofSeconds(2);

  private final HadoopStatistics numbers = new HadoopStatistics();
  private final OpenWrites openWrites = new OpenWrites();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;

  // Assigned once, by initialize().
  private @Nullable Connection connection;
  private @Nullable Parts parts;
  private String user = "";
  private volatile Path workingDirectory = new Path("/");

  /** What an initialised file system is made of, besides its connection. */
  private record Parts(
      Operations operations,
      Directories directories,
      Statuses statuses,
      FileOpener opener,
      Listings listings,
      FileChecksums checksums,
      Background background) {}

  /** The scheme of all paths, such as {@code oci}. */
  @Override
  public abstract String getScheme();

  /**
   * The spellings under which the settings for one bucket may be found.
   *
   * @param uri as given to {@link #initialize}
   * @throws IOException if the address is malformed
   */
  protected abstract KeyForms keyForms(URI uri) throws IOException;

  /** The connector's own settings under our prefix, which are not mistaken for misspelt ones. */
  protected List<Setting<?>> ownSettings() {
    return List.of();
  }

  /**
   * Makes what this file system is made of. Called once; the result is closed with the file system.
   *
   * @param uri as given to {@link #initialize}
   * @param settings of this bucket, those of the environment included
   * @throws IllegalArgumentException naming the setting that does not fit
   */
  protected abstract Connection connect(URI uri, Settings settings) throws IOException;

  @Override
  public void initialize(URI uri, Configuration callers) throws IOException {
    Configuration conf =
        ProviderUtils.excludeIncompatibleCredentialProviders(
            BaseConfiguration.under(callers, ConnectorRuntime.environment()), getClass());
    super.initialize(uri, conf);
    setConf(conf);
    user = UserGroupInformation.getCurrentUser().getShortUserName();
    HadoopSettings settings = new HadoopSettings(conf, keyForms(uri));
    warnOfUnknownKeys(settings, getScheme(), ownSettings());
    Connection made;
    try {
      made = connect(uri, settings);
    } catch (StoreException e) {
      throw HadoopErrors.translate(e, uri.toString());
    } catch (UncheckedIOException e) {
      throw new IOException(uri + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      String told = settings.withSpellings("" + e.getMessage());
      throw new IOException(uri + ": a setting does not fit: " + told, e);
    }
    connection = made;
    parts = parts(made);
    workingDirectory = getHomeDirectory();
    LOG.info("{} by {}", made.root(), made.store());
    if (made.config().files().purge()) {
      RequestContext context = operations().context();
      Duration age = made.config().files().purgeAge();
      parts().background().execute(() -> new PendingUploads(made.store()).purge(age, context));
    }
  }

  private Parts parts(Connection made) {
    ConnectorConfig config = made.config();
    Names names = new Names(made.root());
    Operations operations =
        new Operations(made, numbers, () -> statistics, path -> key(names, path));
    Directories directories = new Directories(made.store(), config.listPageSize(), config.files());
    Statuses statuses = new Statuses(names, made.blockSize(), user);
    Background background = new Background(BACKGROUND_THREADS);
    return new Parts(
        operations,
        directories,
        statuses,
        new FileOpener(made, directories, operations, numbers, () -> statistics),
        new Listings(directories, statuses, operations, background),
        new FileChecksums(made.store(), config.files().checksum()),
        background);
  }

  @Override
  public URI getUri() {
    return connection().root();
  }

  /**
   * Uploads that were started and neither completed nor dropped: those under way, and those of
   * processes that were killed, whose parts are paid for and seen by nobody.
   *
   * @param below a file, or a directory for all of its files
   * @return in the order of their start
   */
  public List<PendingUpload> pendingUploads(Path below) throws IOException {
    return operations()
        .read(
            HadoopStatistics.MULTIPART_UPLOAD_LIST,
            below,
            (key, context) -> new PendingUploads(connection().store()).of(key, context));
  }

  /**
   * Drops those of {@link #pendingUploads} that were started longer ago than that. A write that is
   * still under way fails at its next part.
   *
   * @return how many were dropped
   */
  public int abortPendingUploads(Path below, Duration olderThan) throws IOException {
    return operations()
        .write(
            StoreStatisticNames.MULTIPART_UPLOAD_ABORT_UNDER_PATH_INVOKED,
            below,
            (key, context) ->
                new PendingUploads(connection().store()).abort(key, olderThan, context));
  }

  /** Scheme, host and port of the service whose requests are sent, unless a proxy is set. */
  public URI endpoint() {
    return URI.create(connection().store().id().endpoint());
  }

  /** There are no tokens to be had; Hadoop then asks for none. */
  @Override
  public @Nullable String getCanonicalServiceName() {
    return null;
  }

  @Override
  public Path getHomeDirectory() {
    return makeQualifiedHere(new Path("/user/" + user));
  }

  @Override
  public Path getWorkingDirectory() {
    return workingDirectory;
  }

  @Override
  public void setWorkingDirectory(Path path) {
    workingDirectory = makeQualified(path);
  }

  @Override
  @SuppressWarnings("deprecation") // Hadoop's own code still asks for it.
  public long getDefaultBlockSize() {
    return connection().blockSize();
  }

  @Override
  public long getDefaultBlockSize(Path path) {
    return connection().blockSize();
  }

  // Reading.

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return parts().opener().open(path);
  }

  /** {@inheritDoc} Opens on the calling thread. */
  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    return parts().opener().open(path, parameters);
  }

  // Writing.

  @Override
  public FSDataOutputStream create(
      Path path,
      @Nullable FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return create(
        StoreStatisticNames.OP_CREATE,
        path,
        CreateOptions.of(overwrite, Directories.MissingParent.MADE));
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      @Nullable FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return create(path, flags, Directories.MissingParent.REFUSED);
  }

  /** {@inheritDoc} Options: {@link CreateOptions#KEYS}. */
  @Override
  @SuppressWarnings("rawtypes") // as Hadoop declares it
  public FSDataOutputStreamBuilder createFile(Path path) {
    return new ObjectFileBuilder(
        this, path, (file, options) -> create(StoreStatisticNames.OP_CREATE_FILE, file, options));
  }

  /** For {@code FileContext}, whose flags say what is to be done if the file is there. */
  @Override
  @Deprecated
  protected FSDataOutputStream primitiveCreate(
      Path path,
      @Nullable FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress,
      Options.@Nullable ChecksumOpt checksum)
      throws IOException {
    return create(path, flags, Directories.MissingParent.MADE);
  }

  FSDataOutputStream create(Path path, EnumSet<CreateFlag> flags, Directories.MissingParent missing)
      throws IOException {
    CreateFlag.validate(flags);
    boolean overwrite = flags.contains(CreateFlag.OVERWRITE);
    boolean mustBeThere = !flags.contains(CreateFlag.CREATE);
    if (mustBeThere || flags.contains(CreateFlag.APPEND)) {
      boolean there = exists(path);
      if (mustBeThere && !there) {
        throw new FileNotFoundException(path + " does not exist and shall not be made: " + flags);
      }
      if (there && !overwrite) {
        throw noAppend(path);
      }
    }
    String operation =
        missing == Directories.MissingParent.MADE
            ? StoreStatisticNames.OP_CREATE
            : StoreStatisticNames.OP_CREATE_NON_RECURSIVE;
    return create(operation, path, CreateOptions.of(overwrite, missing));
  }

  /**
   * Told before a stream is made that may replace a file, whichever way it was asked for: a store
   * whose uploads replace nothing has to make room.
   */
  protected void beforeReplacing(Path path) throws IOException {
    // Uploads replace what is there, as a rule.
  }

  private FSDataOutputStream create(String operation, Path path, CreateOptions options)
      throws IOException {
    if (options.condition().equals(PutCondition.ALWAYS)) {
      beforeReplacing(path);
    }
    return operations()
        .write(
            operation,
            path,
            (key, context) -> {
              directories().checkCreatable(key, options, context);
              ObjectWriter writer =
                  connection()
                      .writers()
                      .create(connection().store(), key, options.condition(), context);
              boolean refuseSync = connection().config().files().refuseSync();
              return new FSDataOutputStream(
                  new WriteStream(path.toString(), writer, refuseSync, numbers, openWrites),
                  statistics);
            });
  }

  /**
   * @throws UnsupportedOperationException always: an object is written once and whole
   */
  @Override
  public FSDataOutputStream append(Path path, int bufferSize, @Nullable Progressable progress) {
    throw noAppend(path);
  }

  static UnsupportedOperationException noAppend(Path path) {
    return new UnsupportedOperationException(
        path + ": an object is written once and whole, nothing can be appended to it");
  }

  // The tree.

  /** {@inheritDoc} Semantics in {@link Directories#rename}. */
  @Override
  public boolean rename(Path source, Path target) throws IOException {
    String to = operations().key(target);
    return operations()
        .write(
            StoreStatisticNames.OP_RENAME,
            source,
            (from, context) -> directories().rename(from, to, context));
  }

  /**
   * As {@code FileContext} and the trash want it: to exactly this name, below a parent that is
   * there, and every refusal is an exception. Semantics in {@link Directories#renameExactly}.
   */
  @Override
  @Deprecated
  protected void rename(Path source, Path target, Options.Rename... options) throws IOException {
    boolean overwrite = List.of(options).contains(Options.Rename.OVERWRITE);
    String to = operations().key(target);
    operations()
        .write(
            StoreStatisticNames.OP_RENAME,
            source,
            (from, context) -> directories().renameExactly(from, to, overwrite, context));
  }

  /**
   * Of Hadoop 3.4.1 and later; on older ones nobody calls it. See {@link OlderHadoop}.
   *
   * @throws IllegalArgumentException if the path is of another file system
   */
  @Override
  public BulkDelete createBulkDelete(Path path) throws IOException {
    return ObjectBulkDelete.below(path, operations(), connection(), numbers, this::makeQualified);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Hadoop declares it
  public MultipartUploaderBuilder createMultipartUploader(Path base) {
    return new ObjectMultipartUploader.Builder(
        this,
        base,
        new ObjectMultipartUploader.Parts(
            operations(),
            connection().store(),
            connection().writers(),
            directories(),
            parts().background(),
            numbers,
            this::makeQualified));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return operations()
        .write(
            StoreStatisticNames.OP_DELETE,
            path,
            (key, context) -> directories().delete(key, recursive, context));
  }

  @Override
  public boolean mkdirs(Path path, @Nullable FsPermission permission) throws IOException {
    return operations()
        .write(
            StoreStatisticNames.OP_MKDIRS,
            path,
            (key, context) -> {
              directories().make(key, context);
              return true;
            });
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return operations()
        .read(
            StoreStatisticNames.OP_GET_FILE_STATUS,
            path,
            (key, context) ->
                directories()
                    .find(key, context)
                    .map(parts().statuses()::of)
                    .orElseThrow(() -> new FileNotFoundException("no such file: " + path)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnknownBucketException if there is no such bucket
   */
  @Override
  public boolean exists(Path path) throws IOException {
    return operations()
        .read(
            StoreStatisticNames.OP_EXISTS,
            path,
            (key, context) -> directories().find(key, context).isPresent());
  }

  @Override
  @Deprecated
  public boolean isFile(Path path) throws IOException {
    return operations()
        .read(
            StoreStatisticNames.OP_IS_FILE,
            path,
            (key, context) -> directories().file(key, context).isPresent());
  }

  @Override
  @Deprecated
  public boolean isDirectory(Path path) throws IOException {
    return operations()
        .read(
            StoreStatisticNames.OP_IS_DIRECTORY,
            path,
            (key, context) -> directories().directory(key, context).isPresent());
  }

  // Listing: see Listings.

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return parts().listings().all(path);
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
    return parts().listings().children(path);
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
    return parts().listings().located(path);
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive)
      throws IOException {
    return parts().listings().files(path, recursive);
  }

  @Override
  public ContentSummary getContentSummary(Path path) throws IOException {
    return parts().listings().summary(path);
  }

  // Checksums.

  @Override
  public @Nullable FileChecksum getFileChecksum(Path path) throws IOException {
    return getFileChecksum(path, Long.MAX_VALUE);
  }

  /** {@inheritDoc} Null unless the settings want it and the store knows it. */
  @Override
  public @Nullable FileChecksum getFileChecksum(Path path, long length) throws IOException {
    if (!parts().checksums().areThere()) {
      return null;
    }
    return operations()
        .read(
            StoreStatisticNames.OP_GET_FILE_CHECKSUM,
            path,
            (key, context) -> parts().checksums().of(key, length, context));
  }

  // What is true of us, and numbers.

  /** Whatever is not named here is as Hadoop's base class says: false, for most. */
  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return switch (PathCapabilitiesSupport.validatePathCapabilityArgs(
        makeQualified(path), capability)) {
      case CommonPathCapabilities.ETAGS_AVAILABLE,
          CommonPathCapabilities.ABORTABLE_STREAM,
          CommonPathCapabilities.FS_MULTIPART_UPLOADER,
          CommonPathCapabilities.VIRTUAL_BLOCK_LOCATIONS,
          CreateOptions.IF_ABSENT,
          CreateOptions.IF_MATCH,
          CreateOptions.IN_CLOSE,
          CreateOptions.PERFORMANCE ->
          true;
      case CommonPathCapabilities.FS_CHECKSUMS -> parts().checksums().areThere();
      case CommonPathCapabilities.FS_APPEND,
          CommonPathCapabilities.FS_CONCAT,
          CommonPathCapabilities.FS_PERMISSIONS,
          CommonPathCapabilities.FS_SYMLINKS,
          CommonPathCapabilities.FS_TRUNCATE,
          CommonPathCapabilities.FS_XATTRS,
          CommonPathCapabilities.DIRECTORY_LISTING_INCONSISTENT,
          // No store promises that an object which moved is the same version.
          CommonPathCapabilities.ETAGS_PRESERVED_IN_RENAME ->
          false;
      default -> super.hasPathCapability(path, capability);
    };
  }

  @Override
  public IOStatistics getIOStatistics() {
    return numbers.getIOStatistics();
  }

  @Override
  public StorageStatistics getStorageStatistics() {
    return numbers.storageStatistics(getUri().toString(), getScheme());
  }

  /** Idempotent; what is asked afterwards fails. */
  @Override
  public void close() throws IOException {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      super.close(); // Deletes what was to be deleted on exit, so we must be open still.
    } finally {
      closed = true;
      openWrites.abortAll(ABORT_PATIENCE);
      if (connection != null) {
        connection.close();
      }
      if (parts != null) {
        parts.background().close();
      }
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + (connection == null ? " (not initialised)" : " of " + connection.root());
  }

  private String key(Names names, Path path) throws IOException {
    if (closed) {
      throw new IOException(path + ": the file system is closed");
    }
    return names.key(makeQualified(path));
  }

  private Path makeQualifiedHere(Path path) {
    return path.makeQualified(getUri(), path);
  }

  private Connection connection() {
    return initialized(connection);
  }

  private Parts parts() {
    return initialized(parts);
  }

  private Operations operations() {
    return parts().operations();
  }

  private Directories directories() {
    return parts().directories();
  }

  private <T> T initialized(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(getClass().getName() + " was not initialised");
    }
    return part;
  }

  private static void warnOfUnknownKeys(
      Settings settings, String scheme, List<Setting<?>> ownSettings) {
    for (ConnectorConfig.Unknown unknown :
        ConnectorConfig.unknownKeys(settings, scheme, ownSettings)) {
      if (WARNED.add(unknown.key())) {
        LOG.warn(
            "{} is no setting of ours{}",
            unknown.key(),
            unknown.nearest().map(key -> "; did you mean " + key + "?").orElse(""));
      }
    }
  }
}
