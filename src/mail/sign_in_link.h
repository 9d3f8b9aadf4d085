// SignInLink: the link that signs the owner of an address in, without a password. It leads to the
// customer's product, which exchanges the code in it for a session (login/login.h).
#pragma once

#include <chrono>
#include <string>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "mail/codes.h"

namespace bearward::mail {

// LinkTarget is where a link leads: a redirect URI without a wildcard. `state` is returned there
// unchanged; empty: it is left out.
struct LinkTarget {
  std::string redirect_uri;
  std::string state;
};

// MakeLink makes a link that is valid for `lifetime`. The text of the result is the URL; its hash
// is that of the code, which is the parameter `code` of the URL. Call it before the transaction.
base::Result<NewCode> MakeLink(const LinkTarget& target, std::chrono::seconds lifetime,
                               base::Time now, const crypto::KeyRing& ring, base::Entropy& entropy);

}  // namespace bearward::mail
