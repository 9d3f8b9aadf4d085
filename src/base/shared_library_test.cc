#include "base/shared_library.h"

#include <gtest/gtest.h>

namespace bearward::base {
namespace {

Error Missing(const std::string& what) { return Unavailable("no_library", what + ". Install it."); }

TEST(SharedLibrary, AFunctionIsFoundByItsName) {
  const auto library = SharedLibrary::Load("libm.so.6", &Missing);
  ASSERT_TRUE(library);
  double (*root)(double) = nullptr;
  ASSERT_TRUE(library->Find("sqrt", root));
  EXPECT_EQ(root(9), 3);
}

TEST(SharedLibrary, WhatIsMissingIsNamed) {
  const auto library = SharedLibrary::Load("libbearward-none.so.1", &Missing);
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().detail, "libbearward-none.so.1 cannot be loaded. Install it.");
  double (*root)(double) = nullptr;
  const Status found = SharedLibrary::Load("libm.so.6", &Missing)->Find("no_such_root", root);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().detail, "libm.so.6 has no function no_such_root. Install it.");
}

}  // namespace
}  // namespace bearward::base
