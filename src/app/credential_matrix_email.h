// CredentialMatrixEmail: the rows of email codes and invitations, for credential_matrix_test.cc.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bearward::app {

// MatrixOfWorkOsEmail says which credentials these rows accept.
inline const std::map<std::string, std::string_view>& MatrixOfWorkOsEmail() {
  static const std::map<std::string, std::string_view> kMatrix = {
      {"GET /user_management/email_verification/{id}", "eo"},
      {"POST /user_management/users/{id}/email_verification/send", "eo"},
      {"POST /user_management/users/{id}/email_verification/confirm", "eo"},
      {"POST /user_management/users/{id}/email_change/send", "eo"},
      {"POST /user_management/users/{id}/email_change/confirm", "eo"},
      {"POST /user_management/magic_auth", "eo"},
      {"POST /user_management/magic_auth/send", "eo"},
      {"GET /user_management/magic_auth/{id}", "eo"},
      {"POST /user_management/password_reset", "eo"},
      {"POST /user_management/password_reset/send", "eo"},
      {"GET /user_management/password_reset/{id}", "eo"},
      {"POST /user_management/password_reset/confirm", "eo"},
      {"POST /passwordless/sessions", "eo"},
      {"POST /passwordless/sessions/{id}/send", "eo"},
      {"GET /user_management/invitations", "eo"},
      {"POST /user_management/invitations", "eo"},
      {"GET /user_management/invitations/{id}", "eo"},
      {"GET /user_management/invitations/by_token/{token}", "eo"},
      {"POST /user_management/invitations/{id}/accept", "eo"},
      {"POST /user_management/invitations/{id}/resend", "eo"},
      {"POST /user_management/invitations/{id}/revoke", "eo"},
  };
  return kMatrix;
}

}  // namespace bearward::app
