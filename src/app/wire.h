// Wire: constructs every part of the program from a Config and joins the rows of all dialects into
// one table. The only file that knows all parts.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/config.h"
#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "crypto/key_ring.h"
#include "door/door.h"
#include "mail/mailbox.h"
#include "observe/health.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "provision/apply.h"
#include "store/store.h"
#include "token/keys.h"

namespace bearward::app {

// Outside contains the external dependencies: main passes the real ones, tests pass fakes.
struct Outside {
  const base::Clock& clock;
  base::Entropy& entropy;
  observe::Logger& log;          // of the program
  observe::Logger& request_log;  // one line per request
};

// Core is the whole program except its sockets. Not movable, because its parts refer to each other.
class Core {
 public:
  // Open opens the store, determines the issuer (KeptIssuer), makes or rotates the signing keys and
  // constructs the rest.
  static base::Result<std::unique_ptr<Core>> Open(const Config& config, Outside outside,
                                                  const store::EngineSource& engine,
                                                  const base::Secret& master_key);
  ~Core();

  door::Door& door();
  // OpenCommandDoor makes the door of the command line; call it once, before command_door.
  base::Status OpenCommandDoor();
  door::Door& command_door();
  // OpenOperatorDoor makes the door of the operators' listener; call it once, before operator_door.
  base::Status OpenOperatorDoor();
  door::Door& operator_door();
  // SetTrustedProxies replaces server.trusted_proxies for later requests. Errors of
  // http::TrustedProxies::Parse.
  base::Status SetTrustedProxies(const std::optional<std::vector<std::string>>& proxies);
  // SetDialect is Dialects::SetEnabled.
  bool SetDialect(std::string_view name, bool enabled);
  store::Store& store();
  observe::Health& health();
  observe::Registry& metrics();
  // issuer is the public base URL in tokens.
  const std::string& issuer() const;
  // IsEmpty reports whether the store has no environment, so that no credential exists.
  base::Result<bool> IsEmpty();
  // Apply makes the store match a provisioning file, and makes the keys of new environments.
  // With Prune::kYes it also lists the rows to remove (prune.h).
  base::Result<std::vector<provision::Change>> Apply(
      const provision::ProvisioningFile& world, provision::Prune prune = provision::Prune::kNo);
  // Plan returns what Apply would do, and changes nothing.
  base::Result<provision::Plan> Plan(const provision::ProvisioningFile& world,
                                     provision::Prune prune = provision::Prune::kNo);
  // BeginSetup returns the token of the setup link, or nullopt if an administrator exists.
  base::Result<std::optional<base::Secret>> BeginSetup();
  // StartDelivery begins to send the emails of the outbox, if the settings name a mail server or a
  // folder, webhooks, log streams and telemetry. Only a server calls it, once: commands leave all
  // to the server.
  void StartDelivery();
  // BeginService ends the start of a server: requests do not wait long for the database, deliveries
  // begin, and the server is ready.
  void BeginService();
  // StopExport sends the telemetry that is waiting and ends the export. Call it before the HTTP
  // servers are destroyed, whose metrics are exported.
  void StopExport();
  // Mailbox delivers all waiting emails of a server in memory and returns the mailbox that has
  // them. kConflict "mailbox_off" if the settings name a mail server or a folder.
  base::Result<mail::Mailbox*> Mailbox();
  // Tend performs periodic work: reads the changes of other processes, rotates keys, prunes rows
  // past their retention, writes the times of use of keys and the first use of a gateway. A step
  // that fails does not prevent the others; the first failure is returned. Called often from one
  // thread; costs one read if nothing is due. Blocks while the store does.
  base::Status Tend();

 private:
  struct Parts;
  explicit Core(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace bearward::app
