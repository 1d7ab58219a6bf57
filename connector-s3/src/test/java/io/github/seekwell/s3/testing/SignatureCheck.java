package io.github.seekwell.s3.testing;

import io.github.seekwell.core.testing.Body;
import io.github.seekwell.core.testing.Request;

/** Decides who a request is from. Refuses by {@link S3Refusal}. */
interface SignatureCheck {
  SignatureCheck ACCEPT_ALL = (request, body) -> Admission.TO_ALL;

  Admission check(Request request, Body body);
}
