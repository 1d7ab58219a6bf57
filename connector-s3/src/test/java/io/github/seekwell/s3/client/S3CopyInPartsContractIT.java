package io.github.seekwell.s3.client;

/** Where no object is small enough to be copied by one request. */
class S3CopyInPartsContractIT extends S3Contract {
  S3CopyInPartsContractIT() {
    super(S3Options.defaults().with(new S3Options.Copies(0, 40, 3)));
  }
}
