// Recipes for isolation_test.cc: WorkOS' codes that are sent by email, and invitations.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// RecipesOfWorkOsEmail are those of email codes and invitations.
inline const std::map<std::string, Recipe>& RecipesOfWorkOsEmail() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /user_management/email_verification/{id}", {}},
      {"POST /user_management/users/{id}/email_verification/send", {}},
      {"POST /user_management/users/{id}/email_verification/confirm",
       {.body = R"({"code":"${code}"})"}},
      {"POST /user_management/users/{id}/email_change/send",
       {.body = R"({"new_email":"moved${number}@v.example"})"}},
      {"POST /user_management/users/{id}/email_change/confirm",
       {.body = R"({"code":"${change_code}"})"}},
      {"POST /user_management/magic_auth",
       {.body = R"({"email":"victim${number}@v.example"})", .own = true}},
      {"POST /user_management/magic_auth/send",
       {.body = R"({"email":"victim${number}@v.example"})", .own = true}},
      {"GET /user_management/magic_auth/{id}", {}},
      {"POST /user_management/password_reset",
       {.body = R"({"email":"victim${number}@v.example"})"}},
      {"POST /user_management/password_reset/send",
       {.body = R"({"email":"victim${number}@v.example"})"}},
      {"GET /user_management/password_reset/{id}", {}},
      {"POST /user_management/password_reset/confirm",
       {.body = R"({"token":"${reset_token}","new_password":"set by a stranger"})"}},
      {"POST /passwordless/sessions",
       {.body = R"({"type":"MagicLink","email":"victim${number}@v.example"})", .own = true}},
      {"POST /passwordless/sessions/{id}/send", {}},
      {"GET /user_management/invitations",
       {.query = "?limit=100&organization_id=${organization}", .own = true}},
      {"POST /user_management/invitations",
       {.body = R"({"email":"other${number}@v.example","organization_id":"${organization}"})"}},
      {"GET /user_management/invitations/{id}", {}},
      {"GET /user_management/invitations/by_token/{token}", {}},
      {"POST /user_management/invitations/{id}/accept", {}},
      {"POST /user_management/invitations/{id}/resend", {}},
      {"POST /user_management/invitations/{id}/revoke", {}},
  };
  return kRecipes;
}

}  // namespace bearward::app
