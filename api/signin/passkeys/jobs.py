"""What is done for passkeys by the clock."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.signin.passkeys.service.ceremonies import forget_spent


async def forget_spent_challenges(session: AsyncSession) -> int:
    """Delete challenges that nobody could answer any more; how many."""
    return await forget_spent(session)
