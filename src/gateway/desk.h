// Desk: the one decision that all families share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/call.h"
#include "door/reply.h"
#include "gateway/families.h"
#include "gateway/identity_token.h"
#include "gateway/notices.h"
#include "http/trusted_proxies.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "policies/book.h"
#include "verify/verifier.h"

namespace bearward::gateway {

// Desk is safe from any thread. A request passes when its peer is trusted, the family's headers are
// whole, the policy is there, the path is plain or of the policy's forms, there is one credential
// of the policy's kinds, it is live and may do what the policy asks, and the policy covers the
// method and path asked for: in this order, so that a stranger learns nothing about what is
// covered. A CORS preflight passes without a credential where the policy says so and covers the
// request announced.
class Desk {
 public:
  struct Parts {
    verify::Verifier& verifier;
    policies::PolicyBook& book;
    IdentityTokens& tokens;
    observe::Logger& log;
    observe::Registry& metrics;
  };
  Desk(Parts parts, http::TrustedProxies trusted);

  // Glance answers from memory: nullopt when something must be asked. Never blocks, and
  // when it lets pass allocates nothing but the answer.
  std::optional<base::Result<door::Reply>> Glance(const Family& family, door::Call& call);
  // Judge answers in every case, and may block on the store.
  base::Result<door::Reply> Judge(const Family& family, door::Call& call);
  // Refuse answers a failure, wherever it came from, and counts it.
  door::Reply Refuse(const Family& family, const base::Error& error, const door::Call& call);

 private:
  enum class Reach : std::uint8_t { kMemory, kStore };
  // A Maybe is empty where memory does not hold the answer.
  template <class T>
  using Maybe = std::optional<base::Result<T>>;
  // Counters of one family, by TrueStatus.
  struct Row {
    const Family* family = nullptr;
    std::array<observe::Counter*, 6> by_status{};
  };

  Maybe<door::Reply> Decide(const Family& family, door::Call& call, Reach reach);
  base::Result<AskedFor> Ask(const Family& family, door::Call& call);
  base::Result<door::Reply> WithoutCredential(const Family& family, const model::Policy& policy,
                                              const AskedFor& asked, const door::Call& call,
                                              const base::Error& error);
  Maybe<const policies::BookedPolicy*> PolicyOf(std::string_view name, Reach reach);
  std::optional<verify::Decision> Verify(const verify::Credential& credential,
                                         const verify::Question& question, const door::Call& call,
                                         Reach reach);
  base::Result<door::Reply> Pass(const Family& family, const model::Policy& policy,
                                 const model::Caller& caller);
  void Count(const Family& family, int truth);

  Parts parts_;
  http::TrustedProxies trusted_;
  Notices notices_;
  std::vector<Row> counters_;
};

}  // namespace bearward::gateway
