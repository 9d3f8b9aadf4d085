// CoreParts: what a Core is made of. Internal to core_*.cc and wire.cc.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/asset_folder.h"
#include "app/command_door.h"
#include "app/dialects.h"
#include "app/operator_door.h"
#include "app/resources.h"
#include "app/upkeep.h"
#include "app/wire.h"
#include "base/clock_watch.h"
#include "environments/branding_cache.h"
#include "environments/cors_origin_cache.h"
#include "environments/environment_cache.h"
#include "events/denials.h"
#include "events/events.h"
#include "field_service/jobs.h"
#include "field_service/mobile_users.h"
#include "field_service/records.h"
#include "gateway/routes.h"
#include "grant/grant.h"
#include "keys/environment_keys.h"
#include "keys/key_usages.h"
#include "keys/keys.h"
#include "keys/signing_keys.h"
#include "log_streams/delivery.h"
#include "login/login.h"
#include "mail/delivery.h"
#include "mail/mailbox.h"
#include "objects/objects.h"
#include "objects/teams.h"
#include "policies/policy_cache.h"
#include "telemetry/exporter.h"
#include "telephony/switchboard.h"
#include "token/issuer.h"
#include "users/acceptance.h"
#include "users/email_codes.h"
#include "users/own_identity.h"
#include "users/owner_mail.h"
#include "users/sign_in_links.h"
#include "verify/introspector.h"
#include "verify/passwords.h"
#include "verify/verifier.h"
#include "webhooks/delivery.h"
#include "webhooks/disabler.h"

namespace bearward::app {

// Parts are in dependency order, so that they are destroyed in reverse order.
struct Core::Parts {
  Parts(const Config& settings, Outside given, crypto::KeyRing key_ring,
        std::unique_ptr<store::Store> opened, std::unique_ptr<verify::Passwords> checked);
  // The thread that follows other nodes uses the parts.
  ~Parts() { store->StopFollowing(); }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  const Config config;
  Outside outside;
  crypto::KeyRing ring;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<verify::Passwords> passwords;
  token::Profiles profiles;
  base::SystemEntropy key_entropy;  // of a server in memory: the ids of its keys are random
  token::Keys keys;
  verify::Verifier verifier;
  token::Issuer issuer;
  mail::Outbox outbox;
  login::Login login;
  grant::Grant grant;
  keys::Keys api_keys;
  keys::EnvironmentKeys environment_keys;
  environments::Environments environments;
  users::Users users;
  Resources resources;
  users::EmailCodes email_codes;
  users::SignInLinks links;
  users::OwnIdentity own_identity;
  users::OwnerMail owner_mail;
  users::Acceptance acceptance;
  administrators::Setup setup;
  keys::KeyUsages key_usages;
  events::Events events;
  verify::DenialLog denial_log;
  events::Denials denials{denial_log};
  keys::SigningKeys signing_keys{keys};
  objects::Objects objects;
  objects::Teams teams;
  field_service::Jobs jobs;
  field_service::Records records;
  field_service::MobileUsers mobile_users;
  telephony::Switchboard switchboard;
  observe::Registry metrics;
  policies::PolicyCache policy_cache;
  environments::EnvironmentCache environment_cache;
  environments::CorsOriginCache cors_origin_cache;
  environments::BrandingCache branding_cache;
  observe::Spans spans;
  base::ClockWatch clock_watch;
  Upkeep upkeep;
  webhooks::Disabler webhook_disabler;
  verify::Introspector introspector;
  observe::Health health;
  std::optional<AssetFolder> asset_folder;  // in place of the embedded files of the console
  std::unique_ptr<Dialects> dialects;
  std::unique_ptr<gateway::Gateways> gateways;
  std::unique_ptr<door::Door> door;
  std::unique_ptr<CommandDoor> command_door;    // absent until it is opened
  std::unique_ptr<OperatorDoor> operator_door;  // absent until it is opened
  std::unique_ptr<mail::Delivery> delivery;     // absent if no email is sent
  mail::Mailbox* mailbox = nullptr;             // the mailer of `delivery`, if it is a mailbox
  std::unique_ptr<webhooks::Delivery> webhook_delivery;
  std::unique_ptr<log_streams::Delivery> stream_delivery;
  std::unique_ptr<telemetry::Exporter> exporter;  // absent if nothing is exported
  std::mutex delivering;                          // one DeliverToMailbox at a time
  std::int64_t rotate_at = 0;                     // ticks
  std::atomic<bool> other_environments = false;   // they may lack keys
  std::int64_t flushed_at = 0;                    // ticks

  base::Status Join();
  DialectUses UsesOfDialects();
  dialects::v1::EnvironmentUses UsesOfEnvironments();
  base::Result<std::vector<provision::Change>> Provision(const provision::ProvisioningFile& file,
                                                         const model::Actor& actor = {});
  provision::Applier ApplierOf(const model::Actor& actor, bool by_operator);
  base::Status CoverHashes();
  base::Status MakeEnvironment(const std::string& name, std::optional<bool> sandbox,
                               const model::Actor& actor);
  base::Status MakeUser(const administrators::NewAdministrator& one);
  base::Status OpenGateways();
  base::Status MakeStreamDelivery();
  base::Status MakeDelivery();
  base::Status DeliverToMailbox();
  base::Status Rotate(token::Forget forget);
  base::Status DoubtClock();
  void NoteJump(std::chrono::milliseconds jump);
  base::Status TakeInForeignChanges();
  base::Status Follow();
  base::Status FlushUsage();
  void WriteNotes();
};

}  // namespace bearward::app
