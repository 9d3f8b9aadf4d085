# A room is a folder of src/, a namespace and a static library. room() finds its files by suffix:
#   x.h x.cc       the room itself
#   x_test.cc      the room's test program, room_<name>_test
#   x_fuzz.cc      one fuzz program a file, only with BEARWARD_FUZZ (clang);
#                  corpus/x/ holds its kept inputs, which CTest replays
# so that no source file can be left out of every target. A room of headers only has no library.
#
#   room(<name> [DEPS <room>...] [LIBS <library>...] [TEST_DEPS <room>...])
function(room name)
  cmake_parse_arguments(ROOM "" "" "DEPS;LIBS;TEST_DEPS" ${ARGN})
  string(REPLACE "/" "_" target "${name}")
  set(folder "${PROJECT_SOURCE_DIR}/src/${name}")
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cc")
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|_fuzz|/main)\\.cc$")

  list(TRANSFORM ROOM_DEPS PREPEND "room_")
  list(TRANSFORM ROOM_DEPS REPLACE "/" "_")
  list(TRANSFORM ROOM_TEST_DEPS PREPEND "room_")
  set(kind STATIC)
  set(reach PUBLIC)
  if(NOT sources)
    set(kind INTERFACE)
    set(reach INTERFACE)
  endif()
  add_library(room_${target} ${kind} ${sources})
  target_include_directories(room_${target} ${reach} "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(room_${target} ${reach} bearward_flags ${ROOM_DEPS} ${ROOM_LIBS})

  if(tests AND BEARWARD_TESTS)
    add_executable(room_${target}_test ${tests})
    # what is tested is optimised; optimising the tests as well would double their compile time
    target_compile_options(room_${target}_test PRIVATE -O0 -U_FORTIFY_SOURCE)
    target_include_directories(room_${target}_test PRIVATE "${PROJECT_BINARY_DIR}/generated")
    target_link_libraries(room_${target}_test
      PRIVATE room_${target} ${ROOM_TEST_DEPS} GTest::gmock GTest::gtest_main)
    add_test(NAME ${name} COMMAND room_${target}_test)
  endif()
  if(BEARWARD_FUZZ)
    foreach(file ${fuzzers})
      get_filename_component(fuzzer "${file}" NAME_WE)
      string(REGEX REPLACE "_fuzz$" "" corpus "${fuzzer}")
      add_executable(${target}_${fuzzer} ${file})
      target_link_libraries(${target}_${fuzzer} PRIVATE room_${target} ${ROOM_TEST_DEPS})
      target_link_options(${target}_${fuzzer} PRIVATE -fsanitize=fuzzer)
      add_test(NAME fuzz/${target}_${fuzzer}
        COMMAND ${target}_${fuzzer} -runs=0 "${folder}/corpus/${corpus}")
      set_tests_properties(fuzz/${target}_${fuzzer} PROPERTIES LABELS fuzz)
    endforeach()
  endif()
endfunction()
