// EventShapes: the events of the log in the form of WorkOS.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/transaction.h"
#include "webhooks/audience.h"

namespace bearward::dialects::workos {

// EncodeEvent returns an event as GET /events and webhooks show it, in the bytes that
// JSON.stringify writes, because receivers may verify a body that they have parsed and written
// again. nullopt for an event that the vendor does not have, and for one that does not contain its
// object: those of earlier releases, and of sessions that are deleted. The domains of an
// organization and the object of `flag.rule_updated` are those of the time of this call.
base::Result<std::optional<webhooks::Encoded>> EncodeEvent(store::ReadTx& tx,
                                                           const model::Event& event);

// MakeTestEvent returns an event about the verification of an address that does not exist. It has
// a name of the vendor, because the vendor's clients refuse all others.
webhooks::Encoded MakeTestEvent(const std::string& id, base::Time now);

// EventTypesOf returns the types whose events have one of these names, without duplicates.
std::vector<model::EventType> EventTypesOf(const std::vector<std::string>& names);

// EventIdOf returns the id of an event. It sorts by the time and has the number of the event, so
// NumberOf finds it again; nullopt for any other text. CursorOf returns an id for a number alone.
std::string EventIdOf(const model::Event& event);
std::string CursorOf(std::int64_t number);
std::optional<std::int64_t> NumberOf(std::string_view id);

}  // namespace bearward::dialects::workos
