#include "app/prune.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/encode.h"
#include "commands/answer.h"
#include "json/reader.h"

namespace bearward::app {
namespace {

using provision::Change;

// Request is the request that removes a row of a kind; `after` follows the id in its path.
struct Request {
  std::string_view kind;
  std::string_view method;
  std::string_view before;
  std::string_view after = {};
};

constexpr Request kRequests[] = {
    {"policy", "DELETE", "/v1/policies/"},
    {"api key", "POST", "/v1/api_keys/", "/revoke"},
    {"application", "DELETE", "/v1/applications/"},
    {"access profile", "DELETE", "/v1/access_profiles/"},
    {"user", "DELETE", "/user_management/users/"},
    {"organization", "DELETE", "/organizations/"},
    {"role", "DELETE", "/v1/roles/"},
};

bool IsSame(const Change& a, const Change& b) {
  return a.verb == b.verb && a.kind == b.kind && a.environment == b.environment && a.id == b.id;
}

// Problem returns why a row was not removed; empty if it was.
std::string Problem(const Change& change, const AskCommand& ask) {
  const auto* const request = std::ranges::find(kRequests, change.kind, &Request::kind);
  if (request == std::end(kRequests)) return "no operation removes it.";
  const auto answer = ask({.method = request->method,
                           .target = std::string(request->before) + base::PercentEncode(change.id) +
                                     std::string(request->after),
                           .environment = change.environment});
  if (!answer) {
    const base::Error& error = answer.error();
    return error.detail.empty() ? error.public_text : error.detail;
  }
  if (answer->status < 300) return {};
  json::Value body;
  if (auto parsed = json::Parse(answer->body)) body = *std::move(parsed);
  return commands::ErrorText(answer->status, body);
}

}  // namespace

bool HasRemovals(const std::vector<Change>& changes) {
  return std::ranges::find(changes, Change::Verb::kRemoved, &Change::verb) != changes.end();
}

bool Remove(std::vector<Change>& changes, const std::vector<Change>& confirmed,
            const AskCommand& ask) {
  bool all = true;
  for (Change& change : changes) {
    if (change.verb != Change::Verb::kRemoved) continue;
    const bool asked = std::ranges::any_of(
        confirmed, [&change](const Change& other) { return IsSame(change, other); });
    change.note = asked ? Problem(change, ask) : "it became superfluous after the confirmation.";
    if (change.note.empty()) continue;
    change.verb = Change::Verb::kKept;
    all = false;
  }
  return all;
}

}  // namespace bearward::app
