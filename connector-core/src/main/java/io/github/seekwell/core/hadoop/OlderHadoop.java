package io.github.seekwell.core.hadoop;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps our file systems open to reflection on a Hadoop before 3.4.1.
 *
 * <p>{@link ObjectFileSystem#createBulkDelete} answers with a type that such a Hadoop lacks. Nobody
 * calls it there, and linking does not mind; but {@code Class.getMethods()} does, and PySpark asks
 * it of every Java object that a Python program holds. So where the type is missing an empty
 * interface of its name is defined next to {@link FileSystem}, by the public means for that. A
 * Hadoop that has the type is left alone.
 */
final class OlderHadoop {
  private static final Logger LOG = LoggerFactory.getLogger(OlderHadoop.class);

  private static final int MAGIC = 0xCAFEBABE;
  private static final int JAVA_8 = 52;
  private static final int PUBLIC_INTERFACE_ABSTRACT = 0x0601;
  private static final int UTF8 = 1;
  private static final int CLASS = 7;

  private OlderHadoop() {}

  /** Harmless if repeated. */
  static void fillIn() {
    try {
      fillIn(
          "org.apache.hadoop.fs.BulkDelete",
          MethodHandles.privateLookupIn(FileSystem.class, MethodHandles.lookup()));
    } catch (IllegalAccessException | IOException e) {
      LOG.info("reflection on our file systems will fail with this Hadoop: {}", e.toString());
    }
  }

  /**
   * @param neighbour of whose package and class loader the type is to be
   */
  static void fillIn(String name, MethodHandles.Lookup neighbour)
      throws IOException, IllegalAccessException {
    try {
      Class.forName(name, false, neighbour.lookupClass().getClassLoader());
    } catch (ClassNotFoundException missing) {
      try {
        neighbour.defineClass(emptyInterface(name));
      } catch (LinkageError e) {
        LOG.debug("{} was defined by somebody else meanwhile", name, e);
      }
    }
  }

  /** The class file of {@code public interface Name {}}. */
  private static byte[] emptyInterface(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeShort(0);
    out.writeShort(JAVA_8);
    out.writeShort(5); // One more than there are constants:
    out.writeByte(UTF8); // 1
    out.writeUTF(name.replace('.', '/'));
    out.writeByte(CLASS); // 2
    out.writeShort(1);
    out.writeByte(UTF8); // 3
    out.writeUTF("java/lang/Object");
    out.writeByte(CLASS); // 4
    out.writeShort(3);
    out.writeShort(PUBLIC_INTERFACE_ABSTRACT);
    out.writeShort(2); // itself
    out.writeShort(4); // its superclass
    for (int i = 0; i < 4; i++) {
      out.writeShort(0); // no interfaces, fields, methods, attributes
    }
    return bytes.toByteArray();
  }
}
