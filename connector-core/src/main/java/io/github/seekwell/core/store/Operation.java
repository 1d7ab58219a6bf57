package io.github.seekwell.core.store;

import java.util.Locale;

/** The operations of {@link ObjectStore}, as metrics and messages name them. */
public enum Operation {
  HEAD,
  GET,
  LIST,
  PUT,
  START_UPLOAD,
  UPLOAD_PART,
  COMPLETE_UPLOAD,
  ABORT_UPLOAD,
  LIST_UPLOADS,
  DELETE,
  DELETE_BATCH,
  RENAME,
  COPY;

  /** Lower case with dashes, such as {@code upload-part}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
