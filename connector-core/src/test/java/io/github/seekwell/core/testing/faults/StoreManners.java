package io.github.seekwell.core.testing.faults;

import io.github.seekwell.core.testing.Answer;
import io.github.seekwell.core.testing.FileSystemRig;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** What the fault suite must know of a connector and its emulated store. */
public interface StoreManners {
  /** The endpoint's name in cases that move it. */
  String NAME = "store.test";

  /** A store that answers at once, at all of these addresses, under {@link #NAME} too. */
  FileSystemRig start(String... addresses) throws IOException;

  /** The names that a client of {@link #NAME} looks up, which move together. */
  List<String> names();

  /** The store's own name for a page of a listing. */
  String listing();

  /** ... for a deletion of many objects. */
  String batchDelete();

  /** ... for what gives an object another key. */
  String move();

  /** The answer to a deletion of many objects that tells of one which was not deleted. */
  Answer keeping(Answer answer, String key, int status);

  /** A store that checks who asks, and a user whose keys can change. */
  ChangingKeys changingKeys() throws IOException;

  /** Keys that are replaced or taken away while a file system uses them. */
  interface ChangingKeys extends AutoCloseable {
    FileSystemRig rig();

    /** Settings of the user, who has keys that are good. */
    Configuration configuration() throws IOException;

    /** The user has new keys, and the store takes the old ones no longer. */
    void replace() throws IOException;

    /** The store takes the keys no longer, and there are no others. */
    void takeAway();

    @Override
    void close();
  }
}
