// OperatorDoor: the door of the operators' listener: metrics and health, and nothing else.
#pragma once

#include <memory>

#include "app/dialects.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "door/door.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "verify/verifier.h"

namespace bearward::app {

// OperatorDoor is not movable, because the door refers to it.
class OperatorDoor {
 public:
  // Parts must outlive the door.
  struct Parts {
    Dialects& dialects;
    verify::Verifier& verifier;
    observe::Logger& request_log;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  // Make fails as door::Door::Make does.
  static base::Result<std::unique_ptr<OperatorDoor>> Make(const Parts& parts);
  ~OperatorDoor();
  OperatorDoor(const OperatorDoor&) = delete;
  OperatorDoor& operator=(const OperatorDoor&) = delete;

  door::Door& door() { return *door_; }

 private:
  OperatorDoor() = default;

  observe::Registry metrics_;  // of this door alone: /metrics counts the requests of clients
  std::unique_ptr<door::Door> door_;
};

}  // namespace bearward::app
