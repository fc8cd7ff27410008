/** What goes wrong in a training, by name: probes, detectors with their thresholds, and alerts. It knows no trainer. */
@NullMarked
package dev.duello.gan.diagnosis;

import org.jspecify.annotations.NullMarked;
