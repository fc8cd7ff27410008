/** What goes wrong in a training, by name: probes, detectors with their thresholds, and alerts. It knows no GAN and no trainer. */
@NullMarked
package dev.duello.train.diagnosis;

import org.jspecify.annotations.NullMarked;
