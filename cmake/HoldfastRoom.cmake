# SPDX-License-Identifier: Apache-2.0
# A room is one static library in one folder. ROOMS are the rooms whose headers its own headers may name (PUBLIC);
# LIBRARIES are third-party parts that stay inside its .cpp files (PRIVATE). docs/rooms.md holds the whole table and
# tests/unit/rooms_test.py reads every #include against it.
# HEAVY: ten files or more that see Asio; its headers and the standard library's are read once for all of them.
set(holdfast_heavy_headers
  <boost/asio/as_tuple.hpp> <boost/asio/awaitable.hpp> <boost/asio/deferred.hpp> <boost/asio/io_context.hpp>
  <boost/asio/this_coro.hpp> <boost/container/small_vector.hpp> <boost/system/result.hpp> <algorithm> <chrono> <deque>
  <functional> <map> <memory> <mutex> <optional> <string> <unordered_map> <utility> <variant> <vector>)
function(holdfast_room name)
  cmake_parse_arguments(ROOM "HEAVY" "" "SOURCES;ROOMS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  set(target holdfast_${name})
  if(ROOM_SOURCES)
    add_library(${target} STATIC ${ROOM_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE ${ROOM_LIBRARIES})
    target_link_libraries(${target} PRIVATE holdfast_options)
    if(ROOM_HEAVY)
      target_precompile_headers(${target} PRIVATE ${holdfast_heavy_headers})
    endif()
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR}/server)
  target_link_libraries(${target} ${scope} Boost::headers ${ROOM_PUBLIC_LIBRARIES})
  foreach(room IN LISTS ROOM_ROOMS)
    target_link_libraries(${target} ${scope} holdfast_${room})
  endforeach()
endfunction()

# What a label needs built: `cmake --build --preset asan --target tests_unit`.
foreach(label unit conformance service system system_short fuzz web)
  add_custom_target(tests_${label})
endforeach()

# holdfast_test(<name> LABEL unit SOURCES ... LINKS ...): one GoogleTest binary, its tests under one ctest label.
function(holdfast_test name)
  cmake_parse_arguments(TEST "" "LABEL;TIMEOUT" "SOURCES;LINKS" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE holdfast_options ${TEST_LINKS} GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/server)
  list(LENGTH TEST_SOURCES files)
  if(files GREATER 3)
    target_precompile_headers(${name} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${TEST_LABEL} TIMEOUT ${TEST_TIMEOUT})
  foreach(label IN LISTS TEST_LABEL)
    add_dependencies(tests_${label} ${name})
  endforeach()
endfunction()
