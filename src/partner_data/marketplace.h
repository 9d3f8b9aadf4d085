// Marketplace: offers, usage and inbound objects of the hyperscalers' marketplaces (contracts:
// WorkSpan 2.9). What the marketplaces would answer is hyperscaler.h.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/words.h"
#include "json/reader.h"
#include "model/caller.h"
#include "store/store.h"

namespace bearward::partner_data {

// kKeptAction and kKeptUsage are the times for which results are readable.
inline constexpr std::chrono::hours kKeptAction{24 * 30};
inline constexpr std::chrono::hours kKeptUsage{24 * 30};

// ActionForm is the body of a request for an action.
struct ActionForm {
  std::string action_type;
  std::string object_type;
  std::string marketplace_type;
  std::string object_id;
};

// Action is an action on an offer. It is in progress for some time.
struct Action {
  std::string id;
  ActionForm form;
  bool in_progress = true;
};

// UsageFault is an error of the marketplace about usage. Usage without one is received.
struct UsageFault {
  std::string code;
  std::string message;
};
struct UsageOfProject {
  std::string project_name;
  std::string project_id;
  std::string external_id;
  std::vector<UsageFault> faults;
};

// InboundFile describes a file that was sent with an inbound object. Its bytes are not stored.
struct InboundFile {
  std::string field;
  std::string name;
  std::string type;
  std::int64_t size = 0;
};
struct InboundForm {
  std::string_view kind;  // of the object
  json::Object data;
  std::vector<InboundFile> files;
};
struct InboundObject {
  std::string id;
  std::string external_id;
  bool created = false;
};

// Marketplace is safe from any thread. Its callers are applications.
class Marketplace {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Marketplace(Parts parts) : parts_(parts) {}

  // Start begins the withdrawal of an offer. The profile must name offers (MARKETPLACE_ACTIONS
  // does; a grant for every kind is not enough): kDenied. All other errors are kInvalid, also for
  // an offer that does not exist or belongs to another organization, in the documented order.
  base::Result<Action> Start(const model::Caller& caller, const ActionForm& form) const;
  // ReadAction: kInvalid "action_not_found" for an unknown id.
  base::Result<Action> ReadAction(const model::Caller& caller, const std::string& id) const;

  // UploadUsage stores the usage of projects and returns the id of the execution. kNotFound
  // "integration_not_found", kInvalid "too_many_rows".
  base::Result<std::string> UploadUsage(const model::Caller& caller, const std::string& integration,
                                        const std::vector<json::Object>& rows) const;
  // ReadUsage: kInvalid "execution_not_found".
  base::Result<std::vector<UsageOfProject>> ReadUsage(const model::Caller& caller,
                                                      const std::string& execution) const;

  // Receive creates an object of the integration, or replaces the fields of the one with the same
  // external id. kInvalid "missing_field" without one, "wrong_integration" for an authorization of
  // AWS in an integration of another marketplace; kNotFound "integration_not_found".
  base::Result<InboundObject> Receive(const model::Caller& caller, const std::string& integration,
                                      const InboundForm& form) const;

 private:
  Parts parts_;
};

}  // namespace bearward::partner_data
