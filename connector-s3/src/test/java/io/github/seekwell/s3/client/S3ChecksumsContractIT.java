package io.github.seekwell.s3.client;

/** With the newer checksums in every request, as trailers or not. */
class S3ChecksumsContractIT extends S3Contract {
  S3ChecksumsContractIT() {
    super(S3Options.defaults().with(new S3Options.Checksums("CRC32C", true, true, true)));
  }
}
