package io.github.seekwell.s3.client;

/** With what nobody had to set. */
class S3StoreContractIT extends S3Contract {
  S3StoreContractIT() {
    super(S3Options.defaults());
  }
}
