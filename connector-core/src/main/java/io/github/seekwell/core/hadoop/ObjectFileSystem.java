package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.config.ConnectorConfig;
import io.github.seekwell.core.config.Setting;
import io.github.seekwell.core.config.Settings;
import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.ListPage;
import io.github.seekwell.core.store.ObjectInfo;
import io.github.seekwell.core.store.PutCondition;
import io.github.seekwell.core.store.RequestContext;
import io.github.seekwell.core.store.StoreException;
import io.github.seekwell.core.write.ObjectWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.hadoop.fs.impl.AbstractFSBuilderImpl;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.impl.PathCapabilitiesSupport;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.security.ProviderUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.LambdaUtils;
import org.apache.hadoop.util.Progressable;
import org.apache.hadoop.util.functional.CallableRaisingIOE;
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

  private static final String OPEN_LENGTH = "fs.option.openfile.length";

  /**
   * What {@code openFile().must()} may ask for. Of these only the length changes what is done; the
   * others describe how the file will be read, which look-ahead finds out by itself.
   */
  private static final Set<String> OPEN_OPTIONS =
      Set.of(
          OPEN_LENGTH,
          "fs.option.openfile.read.policy",
          "fs.option.openfile.buffer.size",
          "fs.option.openfile.split.start",
          "fs.option.openfile.split.end",
          "fs.option.openfile.footer.cache");

  /** Unknown keys that were warned of, once a class loader and not once a file system. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private final HadoopStatistics numbers = new HadoopStatistics();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean closed;

  // Assigned once, by initialize().
  private @Nullable Connection connection;
  private @Nullable Directories directories;
  private @Nullable Names names;
  private String user = "";
  private volatile Path workingDirectory = new Path("/");

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
    Settings settings = new HadoopSettings(conf, keyForms(uri));
    warnOfUnknownKeys(settings, getScheme(), ownSettings());
    Connection made;
    try {
      made = connect(uri, settings);
    } catch (StoreException e) {
      throw HadoopErrors.translate(e, uri.toString());
    } catch (UncheckedIOException e) {
      throw new IOException(uri + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(uri + ": a setting does not fit: " + e.getMessage(), e);
    }
    connection = made;
    names = new Names(made.root());
    ConnectorConfig config = made.config();
    directories =
        new Directories(made.store(), config.listPageSize(), config.files().renameThreads());
    workingDirectory = getHomeDirectory();
    LOG.info("{} by {}", made.root(), made.store());
  }

  @Override
  public URI getUri() {
    return connection().root();
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
    return read(
        StoreStatisticNames.OP_OPEN, path, (key, context) -> openByName(path, key, context));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Opens on the calling thread: with a status or length there is nothing to wait for.
   */
  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    AbstractFSBuilderImpl.rejectUnknownMandatoryKeys(
        parameters.getMandatoryKeys(), OPEN_OPTIONS, "for " + path);
    FileStatus status = parameters.getStatus();
    if (status != null && !status.getPath().getName().equals(path.getName())) {
      throw new IllegalArgumentException(
          "the status is of " + status.getPath() + ", the file to be opened is " + path);
    }
    long length = lengthOption(parameters);
    return LambdaUtils.eval(
        new CompletableFuture<>(),
        () ->
            read(
                StoreStatisticNames.OP_OPENFILE,
                path,
                (key, context) -> {
                  if (status != null) {
                    return openByStatus(path, key, status);
                  }
                  return length < 0
                      ? openByName(path, key, context)
                      : openWhenRead(path, key, length);
                }));
  }

  private FSDataInputStream openByName(Path path, String key, RequestContext context)
      throws IOException {
    Optional<ObjectInfo> file = directories().file(key, context);
    if (file.isEmpty()) {
      boolean directory = directories().directory(key, context).isPresent();
      throw new FileNotFoundException(path + (directory ? " is a directory" : " does not exist"));
    }
    return openVersion(path, file.get());
  }

  private FSDataInputStream openByStatus(Path path, String key, FileStatus status)
      throws IOException {
    if (status.isDirectory()) {
      throw new FileNotFoundException(path + " is a directory");
    }
    String etag = etag(status);
    return etag.isEmpty()
        ? openWhenRead(path, key, status.getLen())
        : openVersion(
            path,
            new ObjectInfo(
                key,
                status.getLen(),
                new Etag(etag),
                Instant.ofEpochMilli(status.getModificationTime())));
  }

  private FSDataInputStream openVersion(Path path, ObjectInfo object) {
    Object owner = connection().owner();
    return stream(
        path,
        object.size(),
        () -> connection().readers().open(connection().store(), object, owner));
  }

  /** Only the length is known: the first read asks for the version, and pins it. */
  private FSDataInputStream openWhenRead(Path path, String key, long length) {
    Object owner = connection().owner();
    return stream(path, length, new LatePin(connection(), path.toString(), key, length, owner));
  }

  private FSDataInputStream stream(Path path, long length, SeekStream.Source source) {
    return new FSDataInputStream(
        new SeekStream(path.toString(), length, source, statistics, numbers));
  }

  private static String etag(FileStatus status) {
    String etag = status instanceof EtagSource source ? source.getEtag() : "";
    return etag == null ? "" : etag;
  }

  /**
   * As Hadoop's own file systems do, takes a length that is no number (it came as a float from an
   * older caller) for none, even if it is mandatory: it is a hint and not needed.
   *
   * @return -1 if there is none
   */
  private static long lengthOption(OpenFileParameters parameters) {
    try {
      return Math.max(-1, Long.parseLong(parameters.getOptions().getTrimmed(OPEN_LENGTH, "-1")));
    } catch (NumberFormatException e) {
      return -1;
    }
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
    return create(StoreStatisticNames.OP_CREATE, path, overwrite, Directories.MissingParent.MADE);
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
    if (flags.contains(CreateFlag.APPEND)) {
      throw noAppend(path);
    }
    return create(
        StoreStatisticNames.OP_CREATE_NON_RECURSIVE,
        path,
        flags.contains(CreateFlag.OVERWRITE),
        Directories.MissingParent.REFUSED);
  }

  private FSDataOutputStream create(
      String operation, Path path, boolean overwrite, Directories.MissingParent missing)
      throws IOException {
    PutCondition condition = overwrite ? PutCondition.ALWAYS : PutCondition.IF_ABSENT;
    return write(
        operation,
        path,
        (key, context) -> {
          directories().checkCreatable(key, condition, missing, context);
          RequestContext parts =
              RequestContext.DEMAND
                  .ownedBy(context.owner())
                  .stallingAtMost(context.stallDeadline());
          ObjectWriter writer =
              connection().writers().create(connection().store(), key, condition, parts);
          boolean refuseSync = connection().config().files().refuseSync();
          return new FSDataOutputStream(
              new WriteStream(path.toString(), writer, refuseSync, numbers), statistics);
        });
  }

  /**
   * @throws UnsupportedOperationException always: an object is written once and whole
   */
  @Override
  public FSDataOutputStream append(Path path, int bufferSize, @Nullable Progressable progress) {
    throw noAppend(path);
  }

  private static UnsupportedOperationException noAppend(Path path) {
    return new UnsupportedOperationException(
        path + ": an object is written once and whole, nothing can be appended to it");
  }

  // The tree.

  /** {@inheritDoc} Semantics in {@link Directories#rename}. */
  @Override
  public boolean rename(Path source, Path target) throws IOException {
    String to = key(target);
    return write(
        StoreStatisticNames.OP_RENAME,
        source,
        (from, context) -> directories().rename(from, to, context));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return write(
        StoreStatisticNames.OP_DELETE,
        path,
        (key, context) -> directories().delete(key, recursive, context));
  }

  @Override
  public boolean mkdirs(Path path, @Nullable FsPermission permission) throws IOException {
    return write(
        StoreStatisticNames.OP_MKDIRS,
        path,
        (key, context) -> {
          directories().make(key, context);
          return true;
        });
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_GET_FILE_STATUS,
        path,
        (key, context) ->
            directories()
                .find(key, context)
                .map(this::status)
                .orElseThrow(() -> new FileNotFoundException("no such file: " + path)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnknownBucketException if there is no such bucket
   */
  @Override
  public boolean exists(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_EXISTS,
        path,
        (key, context) -> directories().find(key, context).isPresent());
  }

  @Override
  @Deprecated
  public boolean isFile(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_IS_FILE,
        path,
        (key, context) -> directories().file(key, context).isPresent());
  }

  @Override
  @Deprecated
  public boolean isDirectory(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_IS_DIRECTORY,
        path,
        (key, context) -> directories().directory(key, context).isPresent());
  }

  // Listing: one LIST a page; a file costs a HEAD more than a directory.

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_LIST_STATUS,
        path,
        (key, context) -> {
          Listing<FileStatus> listing = list(path, key, false, context, this::children);
          List<FileStatus> all = new ArrayList<>();
          while (listing.hasNext()) {
            all.add(listing.next());
          }
          return all.toArray(new FileStatus[0]);
        });
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_LIST_STATUS,
        path,
        (key, context) -> list(path, key, false, context, this::children));
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_LIST_LOCATED_STATUS,
        path,
        (key, context) -> list(path, key, false, context, this::locatedChildren));
  }

  /** Recursive listings are flat: a LIST for each page of files, however many directories. */
  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive)
      throws IOException {
    return read(
        StoreStatisticNames.OP_LIST_FILES,
        path,
        (key, context) -> list(path, key, recursive, context, this::files));
  }

  /** One flat listing. */
  @Override
  public ContentSummary getContentSummary(Path path) throws IOException {
    return read(
        StoreStatisticNames.OP_GET_CONTENT_SUMMARY,
        path,
        (key, context) -> {
          Summary summary = new Summary(Directories.below(key));
          Pages pages = directories().list(key, true, context);
          ListPage first = pages.next();
          if (first.isEmpty() && !key.isEmpty()) {
            return Summary.ofFile(requireFile(path, key, context));
          }
          summary.add(first);
          while (pages.hasNext()) {
            summary.add(pages.next());
            statistics.incrementLargeReadOps(1);
          }
          return summary.get();
        });
  }

  private ObjectInfo requireFile(Path path, String key, RequestContext context) throws IOException {
    return directories()
        .file(key, context)
        .orElseThrow(() -> new FileNotFoundException("no such file: " + path));
  }

  private <T> Listing<T> list(
      Path path, String key, boolean flat, RequestContext context, Function<ListPage, List<T>> view)
      throws IOException {
    Pages pages = directories().list(key, flat, context);
    ListPage first = pages.next();
    if (first.isEmpty() && !key.isEmpty()) {
      first = new ListPage(List.of(requireFile(path, key, context)), List.of(), "");
    }
    return new Listing<>(
        path.toString(), first, pages, view, () -> statistics.incrementLargeReadOps(1));
  }

  private List<FileStatus> children(ListPage page) {
    return new ArrayList<>(entries(page));
  }

  private List<LocatedFileStatus> locatedChildren(ListPage page) {
    List<LocatedFileStatus> located = new ArrayList<>();
    for (ObjectStatus status : entries(page)) {
      located.add(located(status));
    }
    return located;
  }

  private List<LocatedFileStatus> files(ListPage page) {
    List<LocatedFileStatus> located = new ArrayList<>();
    for (ObjectStatus status : entries(page)) {
      if (status.isFile()) {
        located.add(located(status));
      }
    }
    return located;
  }

  /** Markers of the listed directory itself are not shown, nor what no path can name. */
  private List<ObjectStatus> entries(ListPage page) {
    List<ObjectStatus> entries = new ArrayList<>();
    for (ObjectInfo object : page.objects()) {
      names().pathIfAny(object.key()).ifPresent(path -> entries.add(fileStatus(path, object)));
    }
    for (String prefix : page.prefixes()) {
      names()
          .pathIfAny(prefix.substring(0, prefix.length() - 1))
          .ifPresent(path -> entries.add(ObjectStatus.directory(path, 0, user)));
    }
    return entries;
  }

  private LocatedObjectStatus located(ObjectStatus status) {
    try {
      BlockLocation[] none = new BlockLocation[0];
      return new LocatedObjectStatus(
          status, status.isFile() ? getFileBlockLocations(status, 0, status.getLen()) : none);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectStatus status(Directories.Entry entry) {
    Path path = names().path(entry.name());
    return entry.isDirectory()
        ? ObjectStatus.directory(path, entry.object().lastModified().toEpochMilli(), user)
        : fileStatus(path, entry.object());
  }

  private ObjectStatus fileStatus(Path path, ObjectInfo object) {
    return ObjectStatus.file(
        path,
        object.size(),
        object.lastModified().toEpochMilli(),
        object.etag().value(),
        connection().blockSize(),
        user);
  }

  // What is true of us, and numbers.

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return switch (PathCapabilitiesSupport.validatePathCapabilityArgs(
        makeQualified(path), capability)) {
      case CommonPathCapabilities.ETAGS_AVAILABLE,
          CommonPathCapabilities.ABORTABLE_STREAM,
          "fs.capability.virtual.block.locations" ->
          true;
      case CommonPathCapabilities.FS_APPEND,
          CommonPathCapabilities.FS_CHECKSUMS,
          CommonPathCapabilities.FS_CONCAT,
          CommonPathCapabilities.FS_PERMISSIONS,
          CommonPathCapabilities.FS_SYMLINKS,
          CommonPathCapabilities.FS_TRUNCATE,
          CommonPathCapabilities.FS_XATTRS,
          CommonPathCapabilities.FS_MULTIPART_UPLOADER,
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
      if (connection != null) {
        connection.close();
      }
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + (connection == null ? " (not initialised)" : " of " + connection.root());
  }

  // How every operation goes.

  /** The body of an operation on one key. */
  private interface Body<T> {
    T run(String key, RequestContext context) throws IOException;
  }

  private <T> T read(String operation, Path path, Body<T> body) throws IOException {
    statistics.incrementReadOps(1);
    return operate(operation, path, body);
  }

  private <T> T write(String operation, Path path, Body<T> body) throws IOException {
    statistics.incrementWriteOps(1);
    return operate(operation, path, body);
  }

  private <T> T operate(String operation, Path path, Body<T> body) throws IOException {
    String key = key(path);
    RequestContext context =
        RequestContext.DEMAND
            .ownedBy(connection().owner())
            .stallingAtMost(connection().config().read().stallDeadline())
            .heardBy(numbers);
    CallableRaisingIOE<T> tracked = () -> body.run(key, context);
    try {
      return numbers.track(operation, tracked);
    } catch (StoreException e) {
      throw HadoopErrors.translate(e, path.toString());
    }
  }

  private String key(Path path) throws IOException {
    if (closed) {
      throw new IOException(path + ": the file system is closed");
    }
    return names().key(makeQualified(path));
  }

  private Path makeQualifiedHere(Path path) {
    return path.makeQualified(getUri(), path);
  }

  private Connection connection() {
    return initialized(connection);
  }

  private Directories directories() {
    return initialized(directories);
  }

  private Names names() {
    return initialized(names);
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
