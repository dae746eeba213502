# SPDX-License-Identifier: Apache-2.0
# holdfast_fuzz_target(<name> SOURCES <files> CORPUS <dir> LINKS <targets>): one LLVMFuzzerTestOneInput.
# With HOLDFAST_FUZZ: a libFuzzer binary, to be run as `<name> <a writable folder> <dir>`. In every other build: the same
# file with a small main that replays the corpus and each input cut short, as a ctest labelled fuzz.
function(holdfast_fuzz_target name)
  cmake_parse_arguments(TARGET "" "CORPUS" "SOURCES;LINKS" ${ARGN})
  get_filename_component(corpus ${TARGET_CORPUS} ABSOLUTE)
  add_executable(${name} ${TARGET_SOURCES})
  target_link_libraries(${name} PRIVATE holdfast_options ${TARGET_LINKS})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/server)
  if(HOLDFAST_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_test(NAME ${name} COMMAND ${name} -runs=0 ${corpus})
  else()
    target_sources(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    add_test(NAME ${name} COMMAND ${name} ${corpus})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT 120)
  add_dependencies(tests_fuzz ${name})
endfunction()
