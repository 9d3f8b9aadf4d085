// PngFixture: small images for tests.
#pragma once

#include <string>

#include "base/encode.h"

namespace bearward::model {

// DotPng returns a PNG of one orange pixel.
inline std::string DotPng() {
  return base::Base64Decode(
             "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mOY48UG"
             "AAJyAO2oc2WsAAAAAElFTkSuQmCC")
      .value();
}

}  // namespace bearward::model
