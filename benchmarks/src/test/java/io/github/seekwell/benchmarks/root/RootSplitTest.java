package io.github.seekwell.benchmarks.root;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

final class RootSplitTest {

  @Test
  void split_survivesTheWayToAnExecutor() throws IOException {
    RootSplit split =
        new RootSplit(
            new Path("oci://b@n/a b.root"), 1000, new ClusterRun(200, 300, List.of(5L, 10L, 17L)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    split.write(new DataOutputStream(bytes));

    RootSplit read = new RootSplit();
    read.readFields(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(read.getPath()).isEqualTo(new Path("oci://b@n/a b.root"));
    assertThat(read.fileLength()).isEqualTo(1000);
    assertThat(read.getStart()).isEqualTo(200);
    assertThat(read.getLength()).isEqualTo(300);
    assertThat(read.clusters()).isEqualTo(2);
    assertThat(read.firstEvent(0)).isEqualTo(5);
    assertThat(read.firstEvent(2)).isEqualTo(17);
  }
}
