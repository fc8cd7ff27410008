/**
 * The network behind FID, KID and the inception score: the "2015" Inception of TensorFlow, how images come into it, and a
 * safe reader of the file that its weights are published in. Not part of the API: {@code FeatureNetworks} opens it.
 */
@NullMarked
package dev.duello.metric.inception;

import org.jspecify.annotations.NullMarked;
