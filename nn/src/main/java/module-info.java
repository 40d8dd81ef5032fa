// SPDX-License-Identifier: Apache-2.0
/** Layers, losses, optimizers and training, all composed of expressions. */
module dev.adjoint.nn {
  requires transitive dev.adjoint.autodiff;
  requires static java.desktop; // for image files alone

  exports dev.adjoint.nn;
  exports dev.adjoint.nn.data;
  exports dev.adjoint.nn.data.augment;
  exports dev.adjoint.nn.data.prepare;
  exports dev.adjoint.nn.file;
  exports dev.adjoint.nn.health;
  exports dev.adjoint.nn.init;
  exports dev.adjoint.nn.layer;
  exports dev.adjoint.nn.layer.attention;
  exports dev.adjoint.nn.layer.merge;
  exports dev.adjoint.nn.layer.recurrent;
  exports dev.adjoint.nn.loss;
  exports dev.adjoint.nn.metric;
  exports dev.adjoint.nn.optimizer;
  exports dev.adjoint.nn.optimizer.transform;
  exports dev.adjoint.nn.schedule;
  exports dev.adjoint.nn.summary;
  exports dev.adjoint.nn.train;
}
