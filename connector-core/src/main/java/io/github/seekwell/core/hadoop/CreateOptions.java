package io.github.seekwell.core.hadoop;

import io.github.seekwell.core.store.Etag;
import io.github.seekwell.core.store.PutCondition;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;

/**
 * How a file is to be created.
 *
 * @param condition under which the store publishes it
 * @param missing whether its parent may be missing
 * @param checks what is looked at before the first byte
 */
record CreateOptions(PutCondition condition, Directories.MissingParent missing, Checks checks) {

  /** Each costs requests and catches a mistake early; the condition holds without them. */
  enum Checks {
    /** The tree allows it, and nothing is there that must stay. */
    ALL,
    /** The tree allows it; what is there is for the store to judge, when the file is closed. */
    TREE,
    /** None: the caller knows that no directory has this name and no file is above it. */
    NONE
  }

  /** Publish only if nothing is there when the file is closed. Of Hadoop 3.4.2 and later. */
  static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

  /** Publish only over this version, judged when the file is closed. Since 3.4.2. */
  static final String IF_MATCH = "fs.option.create.conditional.overwrite.etag";

  /** Nothing is there before the file is closed, which is so in any case. */
  static final String IN_CLOSE = "fs.option.create.in.close";

  /** S3A's name for no checks. */
  static final String PERFORMANCE = "fs.s3a.create.performance";

  /** What {@code createFile().must()} may ask for. */
  static final Set<String> KEYS = Set.of(IF_ABSENT, IF_MATCH, IN_CLOSE, PERFORMANCE);

  static CreateOptions of(boolean overwrite, Directories.MissingParent missing) {
    PutCondition condition = overwrite ? PutCondition.ALWAYS : PutCondition.IF_ABSENT;
    return new CreateOptions(condition, missing, Checks.ALL);
  }

  /**
   * @throws IllegalArgumentException if two of the options exclude each other
   */
  static CreateOptions of(EnumSet<CreateFlag> flags, boolean recursive, Configuration options) {
    Directories.MissingParent missing =
        recursive ? Directories.MissingParent.MADE : Directories.MissingParent.REFUSED;
    boolean ifAbsent = options.getBoolean(IF_ABSENT, false);
    String etag = options.get(IF_MATCH);
    if (etag != null && (ifAbsent || Etag.ofHeader(etag.trim()).isAny())) {
      throw new IllegalArgumentException(
          IF_MATCH + " = '" + etag + "'" + (ifAbsent ? " excludes " + IF_ABSENT : " is no ETag"));
    }
    CreateOptions plain = of(flags.contains(CreateFlag.OVERWRITE), missing);
    PutCondition condition =
        etag != null
            ? PutCondition.ifMatch(Etag.ofHeader(etag.trim()))
            : ifAbsent ? PutCondition.IF_ABSENT : plain.condition();
    Checks checks =
        options.getBoolean(PERFORMANCE, false)
            ? Checks.NONE
            : ifAbsent || etag != null ? Checks.TREE : Checks.ALL;
    return new CreateOptions(condition, missing, checks);
  }
}
