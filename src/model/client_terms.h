// ClientTerms and Audience: what an application may request, and for whom a token is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/application.h"

namespace bearward::model {

// ClientTerms are the terms on which an authenticated application may request tokens.
struct ClientTerms {
  TokenFormat token_format = TokenFormat::kJwt;
  bool refresh_tokens = false;
  std::vector<std::string> audiences;
  std::int64_t generation = 0;

  bool operator==(const ClientTerms&) const = default;
};

// Audience is the audience that a token names. `ours` says whether this server is part of it.
struct Audience {
  std::vector<std::string> names;
  bool ours = true;

  bool operator==(const Audience&) const = default;
};

}  // namespace bearward::model
