from bleib.kernel.errors import BleibError, UsageError


def test_a_failure_and_a_wrong_call_have_their_own_exit_codes():
    assert BleibError("the file is empty").exit_code == 1
    assert UsageError("no such metric").exit_code == 2


def test_a_wrong_call_is_something_the_user_can_mend():
    assert issubclass(UsageError, BleibError)
