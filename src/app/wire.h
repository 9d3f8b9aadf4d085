// Wire: builds every part of the program from a Config and joins the rows of all dialects into one
// table. The only place that knows them all.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "app/config.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "crypto/key_ring.h"
#include "directory/apply.h"
#include "door/door.h"
#include "observe/health.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/store.h"
#include "token/keys.h"

namespace bearward::app {

// Outside holds what is outside of us: given by main, replaced in tests.
struct Outside {
  const base::Clock& clock;
  base::Entropy& entropy;
  observe::Logger& log;          // of the program
  observe::Logger& request_log;  // one line a request
};

// Core is the whole program but its sockets. Not movable: its parts refer to each other.
class Core {
 public:
  // Open opens the store, decides the issuer (KeptIssuer), brings the signing keys up to date and
  // builds the rest.
  static base::Result<std::unique_ptr<Core>> Open(const Config& config, Outside outside,
                                                  const store::EngineSource& engine,
                                                  const base::Secret& master_key);
  ~Core();

  door::Door& door();
  store::Store& store();
  observe::Health& health();
  observe::Registry& metrics();
  // issuer is the public base URL that tokens name.
  const std::string& issuer() const;
  // IsEmpty says whether the store holds no environment, so that no credential exists.
  base::Result<bool> IsEmpty();
  // Apply makes the store hold a provisioned world, and the keys of new environments.
  base::Result<std::vector<directory::Change>> Apply(const directory::ProvisioningFile& world);
  // Tend does what is due: takes in what other processes wrote, rotates keys, prunes what is past
  // its retention, writes when keys were used. A step that fails does not keep the others from
  // being done; the first failure is returned. Called often from one thread; costs one read when
  // nothing is due. Blocks while the store does.
  base::Status Tend();

 private:
  struct Parts;
  explicit Core(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// SourceOf returns the engine of a configuration: the database file in the data folder. `wait` is
// EngineSource::wait.
store::EngineSource SourceOf(const std::string& database,
                             std::chrono::milliseconds wait = std::chrono::seconds(1));

}  // namespace bearward::app
