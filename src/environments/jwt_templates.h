// JwtTemplates: the templates of the claims of access tokens.
#pragma once

#include <string>

#include "base/result.h"
#include "resource/verbs.h"
#include "store/jwt_templates.h"

namespace bearward::environments {

// JwtTemplates is safe from any thread. Only the environment's key may perform its operations.
class JwtTemplates {
 public:
  explicit JwtTemplates(const resource::Parts& parts) : parts_(parts) {}

  // Get returns the template of the caller's environment: kNotFound "jwt_template_not_found".
  base::Result<store::JwtTemplate> Get(const model::Caller& caller) const;
  // Set replaces its text. Errors of jwt_template::Template::Parse.
  base::Result<store::JwtTemplate> Set(const model::Caller& caller,
                                       const std::string& content) const;

 private:
  resource::Parts parts_;
};

}  // namespace bearward::environments
