#include "model/resource.h"

#include <gtest/gtest.h>

#include <string>

namespace bearward::model {
namespace {

TEST(Resource, AbsoluteUrisAreNames) {
  for (const char* text : {"https://api.acme.example", "https://api.acme.example/",
                           "urn:acme:forms", "https://api.acme.example:8443/v2?tenant=1"}) {
    EXPECT_TRUE(IsResource(text)) << text;
  }
  EXPECT_TRUE(IsResource("urn:" + std::string(196, 'a')));
}

TEST(Resource, WhatIsRelativeFragmentedOrBrokenIsNone) {
  for (const char* text : {"", "none", "api.acme.example", "/forms", "//api.acme.example", ":",
                           ":forms", "https://api.acme.example#x", "https://api.acme.example/a b",
                           "https://api.acme.example\n", "ht/tp://x", "https://\xc3\xa4.example"}) {
    EXPECT_FALSE(IsResource(text)) << text;
  }
  EXPECT_FALSE(IsResource("urn:" + std::string(197, 'a')));
}

}  // namespace
}  // namespace bearward::model
