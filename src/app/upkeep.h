// Upkeep: the work of a Core that is done from time to time.
#pragma once

#include "app/pruning.h"
#include "events/checkpoints.h"
#include "keys/expiry_reminders.h"
#include "partner_data/load_worker.h"
#include "policies/gateway_use.h"

namespace bearward::app {

// Upkeep is used by one thread, that of Core::Tend; `gateway_use` also by a route.
struct Upkeep {
  Pruning pruning;
  keys::ExpiryReminders reminders;
  partner_data::LoadWorker loads;
  events::Checkpoints checkpoints;
  policies::GatewayUse gateway_use;
};

}  // namespace bearward::app
